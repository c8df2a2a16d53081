"""How long composing takes, cold: a section's plan and melody, eight bars, a section, eight hours.

    python benchmarks/composition.py [--sections 12] [--seed 7]

Prints by preset, in CPU time, with every cache of the music rooms emptied before each section and before
the eight hours: milliseconds of a section's plan and of its melody, both of which must be known before
its first phrase; of eight bars of all layers, their share of plan and melody included; of the whole
section; and seconds of every phrase of eight hours. Budgets stand above the columns; a figure past its
budget carries an exclamation mark. Pin it to one core (`taskset -c 1`) for figures.
"""

import argparse
import statistics
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from time import process_time
from typing import NamedTuple

from auralis.composition import PHRASE_BARS, MusicalContext, Place, compose, phrases_in
from auralis.composition.ensemble import players
from auralis.composition.melody import lead_line
from auralis.composition.presets import PRESETS
from auralis.composition.section import plan

EIGHT_HOURS = 8 * 3600.0


class Cost(NamedTuple):
    """Milliseconds that a section took."""

    plan: float
    melody: float
    before: float
    """Plan and melody: what must be known before the first phrase."""
    phrase: float
    """Eight bars of all layers, with their share of plan and melody."""
    section: float
    """The whole section with all its phrases."""


class Column(NamedTuple):
    """A column of the table: its heading, and the most it may show, where there is such a budget."""

    heading: str
    budget: float | None


COLUMNS = (
    Column("plan", None),
    Column("melody", None),
    Column("plan+melody", 40.0),
    Column("worst", 40.0),
    Column("8 bars", 2.0),
    Column("worst", None),
    Column("section", 40.0),
    Column("8 hours", 3.0),
)


def forget() -> None:
    """Empty every cache of the music rooms; only the list of composers is known."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith(("auralis.composition", "auralis.theory")):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()
    players()


def section_cost(context: MusicalContext, seed: int, section: int) -> Cost:
    """Return what a section costs from nothing."""
    forget()
    start = process_time()
    plan(seed, section, context.structure)
    planned = process_time()
    lead_line(seed, section, context.structure)
    sung = process_time()
    phrases = phrases_in(context, section, seed)
    for phrase in range(phrases):
        compose(context, Place(section, phrase), seed)
    done = process_time()
    return Cost(
        plan=(planned - start) * 1e3,
        melody=(sung - planned) * 1e3,
        before=(sung - start) * 1e3,
        phrase=(done - start) * 1e3 / phrases,
        section=(done - start) * 1e3,
    )


def places(context: MusicalContext, seed: int, seconds: float) -> Iterator[Place]:
    """Yield the places of a piece in order, from its beginning until so many seconds are filled."""
    filled, length = 0.0, PHRASE_BARS * context.structure.bar_seconds
    for section in count():
        for phrase in range(phrases_in(context, section, seed)):
            if filled >= seconds:
                return
            yield Place(section, phrase)
            filled += length


def eight_hours(context: MusicalContext, seed: int) -> float:
    """Return the seconds that every phrase of eight hours takes from nothing, one after another."""
    forget()
    start = process_time()
    for place in places(context, seed, EIGHT_HOURS):
        compose(context, place, seed)
    return process_time() - start


def figures(context: MusicalContext, seed: int, sections: int) -> tuple[float, ...]:
    """Return a preset's line: means and worst cases, in the order of the columns."""
    costs = [section_cost(context, seed, section) for section in range(sections)]
    mean = Cost(*(statistics.mean(column) for column in zip(*costs, strict=True)))
    worst = Cost(*(max(column) for column in zip(*costs, strict=True)))
    return (
        mean.plan,
        mean.melody,
        mean.before,
        worst.before,
        mean.phrase,
        worst.phrase,
        mean.section,
        eight_hours(context, seed),
    )


def line(name: str, cells: Iterable[str]) -> str:
    """Return a line of the table."""
    return f"{name:12}" + "".join(f"{cell:>12}" for cell in cells)


def shown(figure: float, column: Column) -> str:
    """Return a figure, marked where it is past its budget."""
    past = column.budget is not None and figure > column.budget
    return f"{figure:.2f}{'!' if past else ' '}"


def main() -> None:
    """Read the command line and print the table."""
    arguments = argparse.ArgumentParser(description="Time the composition room.")
    arguments.add_argument("--sections", type=int, default=12)
    arguments.add_argument("--seed", type=int, default=7)
    chosen = arguments.parse_args()
    units = ["s " if column.heading == "8 hours" else "ms " for column in COLUMNS]
    print(line("preset", (f"{column.heading} " for column in COLUMNS)))
    print(line("", units))
    print(line("budget", (f"< {column.budget:g} " if column.budget else "" for column in COLUMNS)))
    for preset in PRESETS:
        context = MusicalContext.of({"preset": preset})
        found = figures(context, chosen.seed, chosen.sections)
        print(line(preset, map(shown, found, COLUMNS)), flush=True)


if __name__ == "__main__":
    main()
