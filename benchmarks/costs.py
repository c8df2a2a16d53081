"""What `auralis bench` measured, as tables: modules, the parts of a kit, and kits as stations play them."""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.markdown import table

from auralis.app.bench.kit_parts import MASTER
from auralis.app.bench.module_subject import BUS, VOICES
from auralis.app.bench.result import Measurement, Result, read_result
from auralis.app.bench.tables import lane_cost, nanoseconds
from auralis.composition.layers import LAYERS
from auralis.composition.presets import PRESETS
from auralis.engine.kit import BUS as BUS_PART
from auralis.engine.kit import EFFECTS

LOAD = 0.7
"""Of a core: what personal stations may fill, so that none is late."""


def bench() -> Result:
    """Run `auralis bench` in a process of its own and return what it found."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "result.json"
        command = [sys.executable, "-m", "auralis", "bench", "--save", str(target)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return read_result(target, "bench")


def module_table(result: Result) -> str:
    """Return a line a module."""
    lines = []
    for name, found in result.subjects.items():
        if name.startswith("module/"):
            costs = [
                lane_cost(found, load, result.sample_rate) if load in found.ratio else None
                for load in (BUS, VOICES)
            ]
            cells = ["" if cost is None else f"{cost:.2f}" for cost in costs]
            counted = [str(found.exact[key]) for key in ("floats of state", "frames of latency")]
            lines.append([f"`{name.partition('/')[2]}`", *cells, *counted])
    heading = ("module", "on the bus, ns a lane", "in voices, ns a lane", "state, floats", "latency, frames")
    return table(heading, lines)


def parts(result: Result, kit: str) -> dict[str, Measurement]:
    """Return the parts of a kit by name, in the order in which sound goes through them."""
    order = [f"kit/{kit}/{name}" for name in (*LAYERS, EFFECTS, BUS_PART, MASTER)]
    return {name.rpartition("/")[2]: result.subjects[name] for name in order if name in result.subjects}


def kits(result: Result) -> list[str]:
    """Return the kits that were measured."""
    return list(dict.fromkeys(name.split("/")[1] for name in result.subjects if name.startswith("kit/")))


def speed(found: Measurement) -> float:
    """Return how many times faster than real time something with one load is."""
    return next(iter(found.absolute.values()))


def part_table(result: Result) -> str:
    """Return a line a part of each kit."""
    lines = [
        [
            kit,
            name,
            f"{speed(found):,.0f}",
            f"{nanoseconds(speed(found), result.sample_rate):.1f}",
            f"{next(iter(found.ratio.values())):.2f}",
            f"{found.exact['floats of state']:,}",
        ]
        for kit in kits(result)
        for name, found in parts(result, kit).items()
    ]
    return table(("kit", "part", "× real time", "ns a frame", "of PAD32", "state, floats"), lines)


def station_table(result: Result) -> str:
    """Return what a station of each preset costs, and how many of them fit on a core."""
    lines = []
    for kit in kits(result):
        for preset in PRESETS:
            found = result.subjects[f"kit/{kit}/{preset}"]
            stations = f"{LOAD * speed(found):.0f}"
            lines.append(
                [kit, preset, f"{speed(found):.0f}", f"{next(iter(found.ratio.values())):.2f}", stations]
            )
    return table(("kit", "preset", "× real time", "of PAD32", "stations a core at 70 %"), lines)


def compiling_table(result: Result) -> str:
    """Return the seconds that kernels take to compile from nothing."""
    lines = [[f"`{patch}`", f"{seconds:.1f}"] for patch, seconds in result.compiling.items()]
    return table(("kernel", "seconds"), [*lines, ["all", f"{sum(result.compiling.values()):.1f}"]])
