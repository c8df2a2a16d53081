"""Lines: the notes of a part as voices of chords that follow one another, as they stand on paper."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from auralis.core.units import TICKS_PER_BEAT, Tick
from auralis.export.score.musicxml.bars import GRID, Bar, Notation, bar_of, on_paper
from auralis.export.score.played_notes import PlayedNote

HELD: Final = frozenset({"pad", "bass", "texture"})
"""Voices whose notes are held over others'; the rest are struck, and written until the next stroke."""

_ROLLED: Final = frozenset({"pad", "left"})
"""Voices whose chords are spread from a bar line on, and written as chords on it."""

_SHORT: Final = frozenset({"heart", "shaker", "wood"})
"""Strokes, written as long as there is room, a beat at most."""


class Head(NamedTuple):
    """A note of a chord; `begins` and `ends` are false where it is tied over."""

    note: PlayedNote
    begins: bool
    ends: bool


class Stroke(NamedTuple):
    """What a line has from `on` until `off` on paper: a chord, low to high."""

    on: Tick
    off: Tick
    heads: tuple[Head, ...]


class Line(NamedTuple):
    """A voice of a part, its strokes in order; none overlaps the next."""

    voice: str
    strokes: tuple[Stroke, ...]


EMPTY: Final = Line("", ())


class _Laid(NamedTuple):
    on: Tick
    off: Tick
    note: PlayedNote


def lines(notes: Sequence[PlayedNote], found: Sequence[Bar], notation: Notation) -> list[Line]:
    """Return the lines of a part's notes, in the order in which their voices are first heard."""
    out = []
    for voice in dict.fromkeys(note.voice for note in notes):
        own = [note for note in notes if note.voice == voice]
        if notation == "played":
            out += [Line(voice, strokes) for strokes in _apart(own)]
        else:
            laid = sorted(_laid(own, found), key=lambda n: (n.on, n.note.pitch))
            out.append(Line(voice, tuple(_sliced(_parted(laid)) if voice in HELD else _struck(laid))))
    return out


def _laid(notes: Iterable[PlayedNote], found: Sequence[Bar]) -> Iterator[_Laid]:
    """Yield notes on the grid, each a sixteenth or longer; one that rounds to the end begins before it."""
    end = found[-1].at + found[-1].length
    for note in notes:
        rolled = note.voice in _ROLLED
        on = bar_of(found, note.on).at if rolled else on_paper(found, note.on)
        on = min(on, end - GRID)
        off = on_paper(found, note.off, TICKS_PER_BEAT if rolled else GRID)
        yield _Laid(on, min(max(off, on + GRID), end), note)


def _parted(laid: Sequence[_Laid]) -> list[_Laid]:
    """Return held notes, each until the next of its pitch: a note that is tied is tied to itself alone."""
    out: list[_Laid] = []
    following: dict[int, _Laid] = {}
    for one in reversed(laid):
        after = following.get(one.note.pitch, one)
        off = after.off if after.on == one.on else min(one.off, after.on)
        following[one.note.pitch] = one._replace(off=off)
        out.append(following[one.note.pitch])
    return out[::-1]


def _sliced(laid: Sequence[_Laid]) -> Iterator[Stroke]:
    """Yield chords of held notes, a new one wherever any of them begins or ends."""
    edges = sorted({n.on for n in laid} | {n.off for n in laid})
    sounding: list[_Laid] = []
    begun = 0
    for on, off in pairwise(edges):
        sounding = [n for n in sounding if n.off > on]
        while begun < len(laid) and laid[begun].on == on:
            sounding.append(laid[begun])
            begun += 1
        if sounding:
            chord = sorted(sounding, key=lambda n: n.note.pitch)
            yield Stroke(on, off, tuple(Head(n.note, n.on == on, n.off == off) for n in chord))


def _struck(laid: Sequence[_Laid]) -> Iterator[Stroke]:
    """Yield chords of struck notes, each written until its end or the next."""
    chords = [list(chord) for _, chord in groupby(laid, key=lambda n: n.on)]
    for chord, after in zip(chords, (*chords[1:], None), strict=True):
        on, off = chord[0].on, max(n.off for n in chord)
        if chord[0].note.voice in _SHORT:
            off = on + TICKS_PER_BEAT
        if after is not None:
            off = min(off, after[0].on)
        yield Stroke(on, off, tuple(Head(n.note, True, True) for n in chord))


def _apart(notes: Iterable[PlayedNote]) -> list[tuple[Stroke, ...]]:
    """Return lines, as few as there can be, in which no note is cut short by the next."""
    out: list[list[Stroke]] = []
    for (on, off), chord in groupby(sorted(notes), key=lambda note: (note.on, note.off)):
        stroke = Stroke(on, off, tuple(Head(note, True, True) for note in chord))
        free = next((line for line in out if line[-1].off <= on), None)
        if free is None:
            out.append([stroke])
        else:
            free.append(stroke)
    return [tuple(line) for line in out]
