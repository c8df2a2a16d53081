"""Where the stints of a plan come from: this process, or several."""

import tempfile
from collections.abc import Generator
from pathlib import Path

from auralis.core.errors import InvalidValue
from auralis.engine import Kernels
from auralis.export.sound.plan import Plan
from auralis.export.sound.shares import Shares
from auralis.export.sound.walk import Stint, walk
from auralis.observability.machine import processors
from auralis.station.kits import Kits


def jobs_from(text: str) -> int:
    """Return how many processes are to render; 0 and `auto` are as many as there are cores to use."""
    if text in ("0", "auto"):
        return processors()
    if not (text.isascii() and text.isdigit()):
        raise InvalidValue("jobs", text, "an integer, 1 or more; 0 or auto for all cores")
    return int(text)


def stints(plan: Plan, kernels: Kernels, kits: Kits, first: int, jobs: int = 1) -> Generator[Stint]:
    """Yield the stints of a plan from `first` on, the same whatever the number of jobs.

    Raises what goes wrong in a process, or OSError naming the span that it was at if one is gone.
    """
    if jobs == 1:
        yield from walk(plan, kernels, kits, first, plan.stints)
        return
    kits.ready(kernels, plan.take.rate)
    with Shares(plan, first, jobs, _folder(plan)) as shares:
        yield from shares.stints()


def _folder(plan: Plan) -> Path:
    return plan.outputs[0].path.absolute().parent if plan.outputs else Path(tempfile.gettempdir())
