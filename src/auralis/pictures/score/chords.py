"""The strip of chords: symbols and Roman numerals."""

from collections.abc import Sequence
from dataclasses import replace
from math import log2
from typing import Final, NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from auralis.composition import Chord
from auralis.pictures.score.lanes import LANES
from auralis.pictures.score.lettering import LINE, SERIF, Face, length, write
from auralis.pictures.score.palette import GROUND, SOFT, TEXT, WARM, hue_of, oklch
from auralis.pictures.score.sheet import POINTS_AN_INCH, Sheet
from auralis.sequencing import TimedChord

_STRONG: Final = ("seam", "home", "pinned")
_MOST: Final = 0.8
"""The share of chords that decides how all are written."""
_MARGIN: Final = 6.0
_HEIGHT: Final = LANES["chords"] * POINTS_AN_INCH
"""Points: what words keep free in their block, and the strip's height."""


class Setting(NamedTuple):
    """How a chord is written: with its numeral or without, level or `turned` upwards."""

    symbol: Face
    roman: Face | None
    turned: bool

    def fits(self, chord: Chord, room: float) -> bool:
        """Say whether a chord has its place in a block that is so many points wide."""
        faces = {chord.symbol: self.symbol} | ({chord.roman: self.roman} if self.roman else {})
        longest = max(length(words, face) for words, face in faces.items())
        if self.turned:
            lines = sum(face.size for face in faces.values()) * LINE
            return lines <= room and longest <= _HEIGHT - _MARGIN
        return longest <= room - _MARGIN


_SETTINGS: Final = (
    *(Setting(Face(SERIF, s), Face(SERIF, r), turned=False) for s, r in ((13, 10), (11, 9), (9.5, 8))),
    Setting(Face(SERIF, 9.5), None, turned=False),
    Setting(Face(SERIF, 9.5), Face(SERIF, 8), turned=True),
    *(Setting(Face(SERIF, s), None, turned=True) for s in (9.5, 7.5, 6)),
)
"""The roomiest first."""


def held_chords(sheet: Sheet) -> list[TimedChord]:
    """Return the chords of a sheet, each that goes on in another phrase as one."""
    found: list[TimedChord] = []
    for chord in sheet.chords:
        here = chord
        if found and _seen(found[-1].chord) == _seen(chord.chord):
            here = replace(found.pop(), end=chord.end)
        found.append(here)
    return found


def draw_chords(axes: Axes, sheet: Sheet) -> None:
    """Draw each chord in its root's hue.

    Home colours are strong, the others soft; a pivot is outlined; borrowed tones make the words warm.
    """
    held = held_chords(sheet)
    spans = [sheet.clipped(chord.start, chord.end) for chord in held]
    rooms = [sheet.points(last - first) for first, last in spans]
    settings = settings_of([chord.chord for chord in held], rooms)
    for timed, (first, last), setting in zip(held, spans, settings, strict=True):
        chord = timed.chord
        depth = (0.44, 0.09) if chord.role in _STRONG else (0.33, 0.06)
        edge, line, above = (TEXT, 1.2, 2) if chord.role == "pivot" else (GROUND, 0.8, 1)
        fill = oklch(*depth, hue_of(chord.root_pitch % 12))
        box = Rectangle((first, 0.02), last - first, 0.96, facecolor=fill, edgecolor=edge)
        axes.add_patch(box).set(linewidth=line, zorder=above)
        if setting:
            _write(axes, sheet, chord, (first + last) / 2, setting)


def settings_of(chords: Sequence[Chord], rooms: Sequence[float]) -> list[Setting | None]:
    """Return how to write chords in blocks so many points wide, None where there is no room.

    Blocks of about one width are written alike: as most of them can be.
    """
    alike: dict[int, list[tuple[Chord, float]]] = {}
    for chord, room in zip(chords, rooms, strict=True):
        alike.setdefault(_size(room), []).append((chord, room))
    usable = {size: _usable(blocks) for size, blocks in alike.items()}
    return [
        next((setting for setting in usable[_size(room)] if setting.fits(chord, room)), None)
        for chord, room in zip(chords, rooms, strict=True)
    ]


def _size(room: float) -> int:
    """Return a number that rooms of about one width share."""
    return int(2 * log2(1 + room))


def _usable(blocks: Sequence[tuple[Chord, float]]) -> tuple[Setting, ...]:
    """Return the settings from the roomiest on that most blocks, each with its width, have room for."""
    for i, setting in enumerate(_SETTINGS):
        if sum(setting.fits(chord, room) for chord, room in blocks) >= _MOST * len(blocks):
            return _SETTINGS[i:]
    return _SETTINGS[-1:]


def _write(axes: Axes, sheet: Sheet, chord: Chord, x: float, setting: Setting) -> None:
    """Write symbol and numeral, the one above the other, or turned upwards the one beside the other."""
    colour = WARM if chord.borrowed else TEXT
    symbol, roman, angle = (x, 0.5), (x, 0.5), 90 if setting.turned else 0
    if setting.roman and setting.turned:
        offset = setting.symbol.size * LINE / 2 / sheet.points(1)
        symbol, roman = (x - offset, 0.5), (x + offset, 0.5)
    elif setting.roman:
        symbol, roman = (x, 0.66), (x, 0.26)
    write(axes, *symbol, chord.symbol, setting.symbol, color=colour, rotation=angle)
    if setting.roman:
        write(axes, *roman, chord.roman, setting.roman, color=SOFT, rotation=angle)


def _seen(chord: Chord) -> tuple[str, str, str, bool]:
    """Return what a reader sees of a chord."""
    return chord.symbol, chord.roman, chord.role, chord.borrowed
