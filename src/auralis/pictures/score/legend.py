"""What the inks and marks of a picture mean."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from matplotlib.axes import Axes

from auralis.pictures.score.chords import held_chords
from auralis.pictures.score.grid import changes
from auralis.pictures.score.lettering import SANS, Face, length, write
from auralis.pictures.score.palette import INKS, LEGEND, SOFT, TEXT, WARM, ink_name
from auralis.pictures.score.sheet import Sheet

_FACE: Final = Face(SANS, 8.0)
_MARK: Final = 14.0
_GAP: Final = 18.0
"""Points from a mark's middle to its words, and from words to the next mark."""


class Entry(NamedTuple):
    """A mark, as matplotlib draws a line of one point, and its words."""

    words: str
    mark: dict[str, Any]


def entries(sheet: Sheet) -> list[Entry]:
    """Return what there is to explain: the inks of the notes, then marks that occur."""
    seen = {ink_name(note) for note in sheet.notes}
    shown = [INKS[name] for name in LEGEND if name in seen]
    found = [Entry(ink.name, {"marker": "o", "color": ink.rgb, "markersize": 6}) for ink in shown]
    chords = [held.chord for held in held_chords(sheet)]
    if any(chord.role == "pivot" for chord in chords):
        found.append(
            Entry("chord of two keys", {"marker": "s", "color": TEXT, "fillstyle": "none", "markersize": 7})
        )
    if any(chord.borrowed for chord in chords):
        found.append(Entry("borrowed tones", {"marker": "$A$", "color": WARM, "markersize": 6}))
    if changes(sheet):
        found.append(Entry("a listener's change", {"marker": "|", "color": TEXT, "markersize": 9}))
    return found


def draw_legend(axes: Axes, shown: Sequence[Entry]) -> None:
    """Draw entries side by side on axes that are measured in points."""
    x = _MARK / 2
    _, height = axes.get_ylim()
    for entry in shown:
        axes.plot([x], [height / 2], linestyle="none", **entry.mark)
        write(axes, x + _MARK / 1.6, height / 2, entry.words, _FACE, color=SOFT, ha="left")
        x += _MARK / 1.6 + length(entry.words, _FACE) + _GAP
