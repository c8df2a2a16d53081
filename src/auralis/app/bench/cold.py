"""How long patches take to compile from nothing, in a process and a folder of their own."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from auralis.engine import CompileReport, Kernels
from auralis.engine.patch import Patch


def compile_seconds(patches: Sequence[Patch], rate: int) -> dict[str, float]:
    """Return the seconds that each patch took, by its name, in the order in which they are given."""
    with (
        TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process,
    ):
        return process.submit(_compile, Path(folder), tuple(patches), rate).result()


def _compile(folder: Path, patches: Sequence[Patch], rate: int) -> dict[str, float]:
    reports: list[CompileReport] = []
    kernels = Kernels(folder, reports.append)
    for patch in patches:
        kernels.program(patch, rate)
    return {report.patch: report.seconds for report in reports}
