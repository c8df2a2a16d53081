"""Text that keeps to its room: how long words are, and which size or wording of them fits."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

SERIF: Final = "STIXGeneral"
SANS: Final = "DejaVu Sans"
"""Both come with matplotlib, so that a picture is the same wherever it is drawn."""

LINE: Final = 1.15
"""The height of a line of text, in sizes of its letters."""


class Face(NamedTuple):
    """A family of letters at a size in points."""

    family: str
    size: float


@lru_cache(maxsize=8192)
def length(words: str, face: Face) -> float:
    """Return how long a line of text is, in points."""
    if not words.strip():
        return 0.0
    path = TextPath((0, 0), words, size=face.size, prop=FontProperties(family=face.family))
    return float(path.vertices[:, 0].max())


def fitting(wordings: Iterable[str], room: float, face: Face) -> str:
    """Return the first wording that fits into so many points, or nothing."""
    return next((words for words in wordings if length(words, face) <= room), "")


def write(axes: Axes, x: float, y: float, words: str, face: Face, **style: Any) -> None:
    """Write words centred at a place of the axes, or as the style says."""
    centred = {"ha": "center", "va": "center", **style}
    axes.text(x, y, words, family=face.family, size=face.size, **centred)
