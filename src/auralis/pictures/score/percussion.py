"""The lane of percussion under the roll."""

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from auralis.core.events import NoteEvent
from auralis.pictures.score.palette import INKS
from auralis.pictures.score.sheet import Sheet

_LOUDEST: Final = 100


def draw_percussion(axes: Axes, sheet: Sheet, strokes: Sequence[NoteEvent]) -> None:
    """Draw a tick for each stroke, a row for each drum, the lowest drum undermost; louder ones are longer."""
    drums = sorted({note.pitch for note in strokes})
    ticks, colours = [], []
    for note in strokes:
        force = min(1.0, note.velocity / _LOUDEST)
        middle, half = (drums.index(note.pitch) + 0.5) / len(drums), (0.2 + 0.25 * force) / len(drums)
        ticks.append([(sheet.x(note.frame), middle - half), (sheet.x(note.frame), middle + half)])
        colours.append((*INKS["percussion"].rgb, 0.3 + 0.7 * force))
    width = min(1.6, max(0.6, sheet.points(0.25)))
    axes.add_collection(LineCollection(ticks, colors=colours, linewidths=width, gid="notes percussion"))
