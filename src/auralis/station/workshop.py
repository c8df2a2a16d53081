"""The kernels of a worker: compiled before it plays, and only loaded once it does."""

from collections.abc import Callable
from pathlib import Path

from auralis.engine import CompileReport, Kernels


class NotLoadable(RuntimeError):
    """A kernel would have to be compiled; the message is its patch's name."""


class Workshop:
    """Kernels in a folder. A compilation tells its begin and its end, a quick load nothing.

    Once it is `closed`, what is not compiled raises `NotLoadable`: it takes seconds.
    """

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self.kernels = Kernels(folder, self._ended, self._begins)
        self.closed = False
        self._tell = tell

    def _begins(self, patch: str) -> None:
        if self.closed:
            raise NotLoadable(patch)
        self._tell(f"compiling {patch}, once for this machine ...")

    def _ended(self, report: CompileReport) -> None:
        if not report.cached:
            self._tell(f"compiled {report.patch} in {report.seconds:.1f} s")
