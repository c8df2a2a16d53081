"""The pivot: two bars that belong to what was and to what comes."""

from dataclasses import replace
from typing import Final

from auralis.composition.arrival import Arrival
from auralis.composition.harmony import Cell
from auralis.composition.phrase import PHRASE_BARS
from auralis.theory.pivots import in_key, pivot_chord

PIVOT_BARS: Final = 2


def arriving(planned: tuple[Cell, ...], arrival: Arrival) -> tuple[Cell, ...]:
    """Return a section's chords with a pivot in the first two bars of the phrase that a change comes with."""
    start = arrival.phrase * PHRASE_BARS
    before = [_cut(cell, cell.bar, start) for cell in planned if cell.bar < start]
    after = [_cut(cell, start + PIVOT_BARS, cell.bar + cell.bars) for cell in planned]
    inside = next(cell for cell in planned if cell.bar <= start < cell.bar + cell.bars)
    tones = pivot_chord(arrival.key, inside.key, arrival.pitch_classes)
    pivot = Cell(start, PIVOT_BARS, inside.key, in_key(tones, inside.key), "pivot")
    return (*before, pivot, *(cell for cell in after if cell.bars > 0))


def _cut(cell: Cell, first: int, last: int) -> Cell:
    """Return a cell confined to bars [first, last); it has no bars where none are left."""
    bar = max(cell.bar, first)
    return replace(cell, bar=bar, bars=min(cell.bar + cell.bars, last) - bar)
