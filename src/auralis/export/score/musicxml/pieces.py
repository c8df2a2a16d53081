"""A line cut into bars and note values."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from auralis.core.units import Tick
from auralis.export.score.musicxml.bars import Bar, Notation
from auralis.export.score.musicxml.lines import Head, Line, Stroke
from auralis.export.score.musicxml.note_values import NoteValue, nearest_value, values_of


class Piece(NamedTuple):
    """What a line has from `on` until `off` inside a bar: a part of a stroke, or a rest.

    `value` is how it is drawn; a rest that is only room between notes has none.
    """

    on: Tick
    off: Tick
    value: NoteValue | None
    stroke: Stroke | None = None

    def first(self, head: Head) -> bool:
        """Say whether a note of the chord begins here, and is not tied from before."""
        return head.begins and self.stroke is not None and self.on == self.stroke.on

    def last(self, head: Head) -> bool:
        """Say whether a note of the chord ends here, and is not tied on."""
        return head.ends and self.stroke is not None and self.off == self.stroke.off


def pieces(line: Line, bar: Bar, notation: Notation) -> list[Piece]:
    """Return what fills a bar without gaps, or nothing where the line is silent all through it."""
    found: list[Piece] = []
    now, end = bar.at, bar.at + bar.length
    first = bisect_right(line.strokes, bar.at, key=lambda stroke: stroke.off)
    for stroke in line.strokes[first:]:
        if stroke.on >= end:
            break
        on, off = max(stroke.on, now), min(stroke.off, end)
        found += _cut(now, on, None, bar, notation)
        found += _cut(on, off, stroke, bar, notation)
        now = off
    return [*found, *_cut(now, end, None, bar, notation)] if found else []


def silence(bar: Bar, notation: Notation) -> list[Piece]:
    """Return the rests that fill a bar."""
    return list(_cut(bar.at, bar.at + bar.length, None, bar, notation))


def _cut(on: Tick, off: Tick, stroke: Stroke | None, bar: Bar, notation: Notation) -> Iterator[Piece]:
    if notation == "played":
        if on < off:
            yield Piece(on, off, None if stroke is None else nearest_value(off - on), stroke)
        return
    for value in values_of(on - bar.at, off - on, bar.meter):
        yield Piece(on, on + value.ticks, value, stroke)
        on += value.ticks
