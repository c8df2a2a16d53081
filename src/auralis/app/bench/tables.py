"""What was measured, and what differs from the baseline, as tables for a terminal."""

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from auralis.app.bench.comparison import Difference
from auralis.app.bench.module_subject import BUS, VOICES
from auralis.app.bench.result import Measurement, Result

_STEREO = 2
_SHA = "sha256"
_WIDTH = 120


def wide_console(stderr: bool = False) -> Console:
    """Return a console that is as wide as the terminal, or wide enough for the tables where there is none."""
    console = Console(stderr=stderr)
    return console if console.is_terminal else Console(stderr=stderr, width=_WIDTH)


def measured_table(result: Result) -> Table:
    """Return a line a load: speed, nanoseconds, the share of PAD32's time, and the size of the state."""
    title = f"Auralis {result.engine} on {result.processor}"
    table = Table(title=title, box=SIMPLE_HEAD)
    table.add_column("subject", no_wrap=True)
    table.add_column("load", no_wrap=True)
    for column in ("× real time", "ns/frame", "ns/frame/lane", "of PAD32", "state, floats"):
        table.add_column(column, justify="right")
    for name, found in result.subjects.items():
        for first, load in enumerate(found.ratio):
            speed = found.absolute[load]
            per_lane = lane_cost(found, load, result.sample_rate) if name.startswith("module/") else None
            table.add_row(
                "" if first else name,
                load,
                f"{speed:,.0f}",
                f"{nanoseconds(speed, result.sample_rate):.1f}",
                "" if per_lane is None else f"{per_lane:.2f}",
                f"{found.ratio[load]:.3f}",
                "" if first else f"{found.exact['floats of state']:,}",
            )
    return table


def compiling_table(result: Result) -> Table:
    """Return the seconds of compiling from nothing."""
    table = Table("patch", title="compiled from nothing", box=SIMPLE_HEAD)
    table.add_column("seconds", justify="right")
    for patch, seconds in result.compiling.items():
        table.add_row(patch, f"{seconds:.2f}")
    table.add_row("all", f"{sum(result.compiling.values()):.2f}")
    return table


def difference_table(differences: Iterable[Difference]) -> Table:
    """Return a line a difference: what the baseline says, what is now, what is allowed."""
    table = Table("", "subject", "figure", "baseline", "now", "allowed", box=SIMPLE_HEAD)
    for d in differences:
        values: Sequence[str] = (d.baseline, d.now)
        if d.figure == _SHA:
            values = [value[:12] for value in values]
        table.add_row(d.verdict.upper() if d.fails else d.verdict, d.subject, d.figure, *values, d.allowed)
    return table


def nanoseconds(speed: float, rate: int) -> float:
    """Return nanoseconds a frame for a speed in times real time."""
    return 1e9 / (speed * rate)


def lane_cost(found: Measurement, load: str, rate: int) -> float | None:
    """Return a module's nanoseconds a frame and lane: of its stereo pair on the bus, or of its voices.

    What feeds it and the loop around it are in the figure; voices count without what stands on the bus.
    """
    bus = nanoseconds(found.absolute[BUS], rate) if BUS in found.absolute else 0.0
    if load == BUS:
        return bus / _STEREO
    lanes = found.exact["lanes"]
    if load != VOICES or not isinstance(lanes, int):
        return None
    return (nanoseconds(found.absolute[load], rate) - bus) / lanes
