"""Speed and memory, one benchmark after another, the renderers pinned to one core.

    python -m benchmarks [--page FILE] [--plots FOLDER]

Prints Markdown tables: PAD32 and FMAMB, other engines beside them where they are installed, every module,
kits and their parts, composing, and a server's start. With `--page` the tables go to their places in a page,
with `--plots` the pictures into a folder. What fails is named and keeps its old table, the others go on, and
the exit status is 1. Progress goes to standard error. Compare ratios within one run: machines are shared,
and their speed drifts. `python -m benchmarks.music` measures the music itself.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from benchmarks import composition, costs, startup, yardsticks
from benchmarks.markdown import placed, table

from auralis.app.processor import processor
from auralis.composition import MusicalContext
from auralis.composition.presets import PRESETS

FOLDER = Path(__file__).parent
RENDERS = 7
SECTIONS, SEED = 12, 7
STARTS = 5


@cache
def engines() -> list[yardsticks.Timed]:
    """Measure the yardsticks and the peers, once."""
    return yardsticks.measured(RENDERS)


@cache
def result() -> costs.Result:
    """Run `auralis bench`, once."""
    return costs.bench()


def machine() -> str:
    """Return a line that says on what, with what and when all of it was measured."""
    name = next(
        (s.partition(": ")[2] for s in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in s),
        platform.machine(),
    )
    cores, python = len(os.sched_getaffinity(0)), platform.python_version()
    day = datetime.now(UTC).strftime("%-d %B %Y")
    return f"Measured on one core of {cores}: {name} ({processor()}), Python {python}, {day}."


def composing() -> str:
    """Return what composing costs, by preset."""
    lines = []
    for preset in PRESETS:
        found = composition.figures(MusicalContext.of({"preset": preset}), SEED, SECTIONS)
        lines.append([preset, *map(composition.shown, found, composition.COLUMNS)])
    headings = [f"{c.heading}, {'s' if c.heading == '8 hours' else 'ms'}" for c in composition.COLUMNS]
    budgets = [f"{column.budget:g}" if column.budget else "" for column in composition.COLUMNS]
    return table(["preset", *headings], [["budget", *budgets], *lines])


def starting() -> str:
    """Return how long a server takes to be ready, and what it weighs, on all cores."""
    ready, server, worker, spare = startup.medians(STARTS)
    return table(
        ("`auralis serve`, kernels cached", ""),
        (
            ("ready, s", f"{ready:.2f}"),
            ("resident memory of the server, MiB", f"{server:.0f}"),
            ("resident memory of the render worker, MiB", f"{worker:.0f}"),
            ("resident memory of the spare, MiB", f"{spare:.0f}"),
        ),
    )


def yardstick_tables() -> dict[str, str]:
    """Return the tables of our patches, and of the engines beside them."""
    return {"patches": yardsticks.patch_table(engines()), "peers": yardsticks.peer_table(engines())}


def cost_tables() -> dict[str, str]:
    """Return the tables of what `auralis bench` finds."""
    return {
        "stations": costs.station_table(result()),
        "parts": costs.part_table(result()),
        "modules": costs.module_table(result()),
        "compiling": costs.compiling_table(result()),
    }


BENCHMARKS: dict[str, Callable[[], dict[str, str]]] = {
    "machine": lambda: {"machine": machine()},
    "yardsticks": yardstick_tables,
    "costs": cost_tables,
    "composing": lambda: {"composing": composing()},
    "starting": lambda: {"starting": starting()},
}
UNPINNED = ("machine", "starting")


def tables() -> Iterator[dict[str, str]]:
    """Yield each benchmark's tables by name, none where it failed; on one core but for those of machines."""
    cores = os.sched_getaffinity(0)
    for name, made in BENCHMARKS.items():
        print(f"benchmark: {name}", file=sys.stderr, flush=True)
        os.sched_setaffinity(0, cores if name in UNPINNED else {max(cores)})
        try:
            yield made()
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            print(f"{name} failed: {error}", file=sys.stderr)
            yield {}
    os.sched_setaffinity(0, cores)


def main() -> int:
    """Read the command line, print the tables, fill the page, draw the pictures; return 1 if any failed."""
    parser = argparse.ArgumentParser(description="Speed and memory, beside other engines.")
    parser.add_argument("--page", type=Path, metavar="FILE")
    parser.add_argument("--plots", type=Path, metavar="FOLDER")
    chosen = parser.parse_args()
    failed, measured = False, set[str]()
    for found in tables():
        failed |= not found
        measured |= found.keys()
        for name, text in found.items():
            print(text, end="\n\n", flush=True)
            if chosen.page:
                chosen.page.write_text(placed(chosen.page.read_text(), name, text))
    if chosen.plots and {"peers", "parts"} <= measured:
        from benchmarks.pictures import draw

        draw(engines(), result(), chosen.plots)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
