"""The heading: what music this is, and from when to when."""

from typing import Final

from matplotlib.axes import Axes

from auralis.export.score.score import title
from auralis.pictures.score.grid import clock
from auralis.pictures.score.lettering import SANS, SERIF, Face, fitting, length, write
from auralis.pictures.score.palette import SOFT, TEXT
from auralis.pictures.score.sheet import Sheet

_TITLE: Final = Face(SERIF, 19.0)
_SPAN: Final = Face(SANS, 8.5)
_MARGIN: Final = 24.0
_BASE: Final = 20.0
"""Points from the lane's foot to the foot of the letters."""


def draw_heading(axes: Axes, sheet: Sheet) -> None:
    """Write the title to the left and, where there is room, the span to the right."""
    words = title(sheet.timeline, sheet.start)
    write(axes, 0, _BASE, words, _TITLE, color=TEXT, ha="left", va="baseline")
    first, last = sheet.clipped(sheet.start, sheet.end)
    _, right = axes.get_xlim()
    room = right - length(words, _TITLE) - _MARGIN
    span = fitting([f"{clock(int(first))} to {clock(int(last))}"], room, _SPAN)
    write(axes, right, _BASE, span, _SPAN, color=SOFT, ha="right", va="baseline")
