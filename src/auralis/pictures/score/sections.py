"""The strip of sections, each with its key."""

from typing import Final, NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from auralis.core.units import Frame
from auralis.pictures.score.lettering import SANS, Face, fitting, write
from auralis.pictures.score.palette import GROUND, TEXT, hue_of, oklch
from auralis.pictures.score.sheet import Sheet
from auralis.theory.keys import parse_key

_FACE: Final = Face(SANS, 8.0)
_MARGIN: Final = 8.0
"""Points that words keep free in their block."""


class Stretch(NamedTuple):
    """Frames [start, end) of one section in one key."""

    section: int
    key: str
    start: Frame
    end: Frame


def stretches(sheet: Sheet) -> list[Stretch]:
    """Return the stretches of a sheet in order; a section that changes its key has several."""
    found: list[Stretch] = []
    for phrase in sheet.phrases:
        here = Stretch(phrase.place.section, phrase.key, phrase.start, phrase.end)
        if found and found[-1][:2] == here[:2]:
            here = here._replace(start=found.pop().start)
        found.append(here)
    return found


def draw_sections(axes: Axes, sheet: Sheet) -> None:
    """Draw each stretch in the hue of its key, and write as much of its names as fits."""
    named: set[int] = set()
    for section, key, start, end in stretches(sheet):
        first, last = sheet.clipped(start, end)
        fill = oklch(0.37, 0.075, hue_of(parse_key(key).tonic))
        axes.add_patch(Rectangle((first, 0), last - first, 1, facecolor=fill, edgecolor=GROUND))
        name, tonic = f"section {section}", key.split()[0]
        wordings = (key, tonic) if section in named else (f"{name}  ·  {key}", name, str(section))
        named.add(section)
        words = fitting(wordings, sheet.points(last - first) - _MARGIN, _FACE)
        write(axes, (first + last) / 2, 0.47, words, _FACE, color=TEXT)
