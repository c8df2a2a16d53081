"""Is it music or dice? The figures of docs/music.md, and its pictures.

    python -m benchmarks.music [--seeds 20] [--plots FOLDER] [--page FILE]

Prints Markdown tables: the rows of the score over three sections of each seed, beside three toys that
have the same rhythm; notes a minute; eight hours of seed 7; what the controls do; what a
listener's changes do to the pad and, rendered, to the sound. Draws the pictures into a folder, and puts
the tables in the place of those in a page, where one is given. It takes some minutes. Run it from the
repository, with the `test` extra installed.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from benchmarks.music.changes import changes
from benchmarks.music.controls import CONTROLS, turned
from benchmarks.music.hours import night, section_onsets
from benchmarks.music.rows import Scores, scores_of
from benchmarks.music.tables import (
    changes_table,
    controls_table,
    nights_table,
    onsets_table,
    passing_table,
    placed,
    rows_table,
)

from auralis.composition import MusicalContext
from auralis.composition.presets import PRESETS

T = TypeVar("T")
NIGHT_SEED = 7
CHANGED_SEEDS = 5


def each(what: str, work: Callable[[MusicalContext], T]) -> dict[str, T]:
    """Return what a piece of work makes of each preset; say so on standard error."""
    found = {}
    for preset in PRESETS:
        print(f"{what}: {preset}", file=sys.stderr)
        found[preset] = work(MusicalContext.of({"preset": preset}))
    return found


def tables(seeds: int, scores: Mapping[str, Scores]) -> Iterator[str]:
    """Yield the tables."""
    yield rows_table(scores)
    yield passing_table(scores)
    yield onsets_table(each("notes a minute", lambda context: section_onsets(context, seeds)))
    yield nights_table(each("eight hours", lambda context: night(context, NIGHT_SEED)))
    print("controls", file=sys.stderr)
    yield controls_table({control: turned(control, range(1, seeds + 1)) for control in CONTROLS})
    yield changes_table(each("changes", lambda context: changes(context, range(1, CHANGED_SEEDS + 1))))


def main() -> None:
    """Read the command line, print the tables, draw the pictures."""
    parser = argparse.ArgumentParser(description="Figures that tell music from dice, and pictures of them.")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--plots", type=Path, metavar="FOLDER")
    parser.add_argument("--page", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    scores = each("rows", lambda context: scores_of(context, chosen.seeds))
    for table in tables(chosen.seeds, scores):
        print(table, end="\n\n", flush=True)
        if chosen.page:
            chosen.page.write_text(placed(chosen.page.read_text(), table))
    if chosen.plots:
        print("pictures", file=sys.stderr)
        from benchmarks.music.pictures.draw import draw

        draw(scores, chosen.plots)


if __name__ == "__main__":
    main()
