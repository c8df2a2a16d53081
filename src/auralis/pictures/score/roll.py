"""The piano roll: notes over pitch, in their layer's ink."""

from collections.abc import Sequence
from math import pi, sin
from typing import Final

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from auralis.core.events import NoteEvent
from auralis.pictures.score.palette import INKS, Rgba, ink_name
from auralis.pictures.score.sheet import Sheet

_LOUDEST: Final = 100
_SPARE: Final = 3
_SWELL: Final = 16
"""How many straight lines stand for a curve."""

_VEILS: Final = {
    "pad": ((0.8, 0.6), (2.6, 0.1)),
    "bass": ((1.1, 0.65), (3.2, 0.1)),
    "air": ((3.6, 0.07), (2.2, 0.07), (0.9, 0.08)),
    "bells": ((0.55, 0.5),),
    "piano": ((0.55, 0.5),),
    "lead": ((0.75, 0.6),),
}
"""What a note is laid on with: heights in semitones and how clear each is."""

_GLOW: Final = ((4.2, 0.035), (3.0, 0.05), (2.0, 0.09))
"""The light around a note of the lead, in diameters of its head."""

Corners = list[tuple[float, float]]


def pitched(played: Sequence[NoteEvent]) -> list[NoteEvent]:
    """Return the notes that have a place on the roll: all but percussion."""
    return [note for note in played if note.layer != "percussion"]


def pitch_range(played: Sequence[NoteEvent]) -> tuple[int, int]:
    """Return the lowest and the highest pitch of a roll, a little beyond its notes."""
    pitches = [note.pitch for note in pitched(played)] or [48, 72]
    return min(pitches) - _SPARE, max(pitches) + _SPARE


def draw_notes(axes: Axes, sheet: Sheet) -> None:
    """Draw a collection for each ink, named by its id: a shape for each note, clearer when played firmly."""
    for name, ink in INKS.items():
        own = [note for note in pitched(sheet.notes) if ink_name(note) == name]
        if not own:
            continue
        for i, (height, depth) in enumerate(_VEILS[name]):
            shapes = [_shape(sheet, note, name, height) for note in own]
            colours = [_rgba(name, note, depth) for note in own]
            gid = f"notes {name}" if i == 0 else None
            axes.add_collection(PolyCollection(shapes, facecolors=colours, linewidths=0, gid=gid))
        if ink.struck:
            _draw_heads(axes, sheet, name, own)


def _shape(sheet: Sheet, note: NoteEvent, name: str, height: float) -> Corners:
    """Return a note's outline: struck ones die away, air comes and goes, the others are held."""
    first, last, half = sheet.x(note.frame), sheet.x(note.end), height / 2
    if INKS[name].struck:
        return _outline(note.pitch, ((first, half), (last, half / 5)))
    if name == "air":
        swell = [i / _SWELL for i in range(_SWELL + 1)]
        return _outline(note.pitch, [(first + (last - first) * x, half * sin(pi * x)) for x in swell])
    return _outline(note.pitch, ((first, half), (last, half)))


def _outline(pitch: int, half_heights: Sequence[tuple[float, float]]) -> Corners:
    upper = [(x, pitch + half) for x, half in half_heights]
    lower = [(x, pitch - half) for x, half in reversed(half_heights)]
    return upper + lower


def _draw_heads(axes: Axes, sheet: Sheet, name: str, own: Sequence[NoteEvent]) -> None:
    """Draw where struck notes begin: a dot, and light around those of the lead."""
    lead = name == "lead"
    times, pitches = [sheet.x(note.frame) for note in own], [note.pitch for note in own]
    diameter = min(5.2, max(1.9, sheet.points(0.8))) * (1.2 if lead else 0.9)
    for size, depth in (*(_GLOW if lead else ()), (1.0, 1.0)):
        colours = [_rgba(name, note, depth) for note in own]
        axes.scatter(times, pitches, s=(size * diameter) ** 2, c=colours, linewidths=0)


def _rgba(name: str, note: NoteEvent, depth: float) -> Rgba:
    force = min(1.0, note.velocity / _LOUDEST)
    return (*INKS[name].rgb, depth * (0.4 + 0.6 * force))
