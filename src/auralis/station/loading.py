"""Kernels that say, in one line each, what they compile."""

from collections.abc import Callable
from pathlib import Path

from auralis.engine import CompileReport, Kernels


def telling_kernels(folder: Path, tell: Callable[[str], None]) -> Kernels:
    """Return the kernels in a folder; a compilation tells its begin and its end, a quick load nothing."""

    def ended(report: CompileReport) -> None:
        if not report.cached:
            tell(f"compiled {report.patch} in {report.seconds:.1f} s")

    return Kernels(folder, ended, lambda patch: tell(f"compiling {patch}, once for this machine ..."))
