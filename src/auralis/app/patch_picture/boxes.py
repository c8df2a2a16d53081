"""Boxes, and the two grounds they stand on: voices to the left, bus to the right."""

from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from auralis.app.patch_picture.graph import Box, Graph
from auralis.app.patch_picture.placing import WIDTH, Place, Placing
from auralis.pictures.score.lettering import SANS, Face, fitting, write
from auralis.pictures.score.palette import INKS, SOFT, TEXT, Rgb

_TITLE: Final = Face(SANS, 8.5)
_CAPTION: Final = Face(SANS, 6.0)
_PART: Final = Face(SANS, 7.5)
_PADDING: Final = 8.0
_AROUND: Final = 18.0
_LINE: Final = 9.5
_ROUND: Final = "round,pad=0,rounding_size={}"
_WHITE: Final = (1.0, 1.0, 1.0)


def draw_boxes(axes: Axes, graph: Graph, placing: Placing) -> None:
    """Draw every box with its words."""
    for i, box in graph.boxes.items():
        _draw(axes, box, placing.boxes[i])


def draw_grounds(axes: Axes, graph: Graph, placing: Placing, voices: int) -> None:
    """Draw the ground of the voices and that of the bus, each with its name."""
    words = {"voice": f"each of {voices} voices", "bus": "bus, stereo"}
    for part, name in words.items():
        places = [placing.boxes[i] for i, box in graph.boxes.items() if box.part == part]
        if places:
            _ground(axes, places, name)


def _ground(axes: Axes, places: list[Place], name: str) -> None:
    left = min(p.x for p in places) - WIDTH / 2 - _AROUND
    right = max(p.x for p in places) + WIDTH / 2 + _AROUND
    foot = min(p.y - p.height / 2 for p in places) - _AROUND
    top = max(p.y + p.height / 2 for p in places) + _AROUND
    style: dict[str, Any] = {"facecolor": (*_WHITE, 0.035), "edgecolor": "none", "zorder": 0.5}
    axes.add_patch(FancyBboxPatch((left, foot), right - left, top - foot, _ROUND.format(14), **style))
    write(axes, left + _AROUND, top + 7, name, _PART, color=SOFT, ha="left")


def _draw(axes: Axes, box: Box, place: Place) -> None:
    colour = _colour(box)
    corner = (place.x - WIDTH / 2, place.y - place.height / 2)
    style: dict[str, Any] = {"facecolor": tuple(0.06 + 0.16 * c for c in colour), "edgecolor": colour}
    patch = FancyBboxPatch(corner, WIDTH, place.height, _ROUND.format(7), linewidth=0.9, zorder=2, **style)
    patch.set_gid(f"box {box.id}")
    axes.add_patch(patch)
    room, top = WIDTH - 2 * _PADDING, place.y + place.height / 2
    left = place.x - room / 2
    title = fitting([box.title, *_shorter(box.title)], room, _TITLE)
    if not box.caption:
        write(axes, place.x, place.y, title, _TITLE, color=TEXT, zorder=3)
        return
    write(axes, left, top - 11, title, _TITLE, color=TEXT, ha="left", zorder=3)
    caption = fitting([box.caption, *_shorter(box.caption)], room, _CAPTION)
    write(axes, left, top - 21.5, caption, _CAPTION, color=SOFT, ha="left", zorder=3)
    for k, line in enumerate(box.lines):
        words = fitting([line, *_shorter(line)], room, _CAPTION)
        write(axes, left, top - 33 - k * _LINE, words, _CAPTION, color=colour, ha="left", zorder=3)


def _colour(box: Box) -> Rgb:
    inks = {"voice": "pad", "bus": "bass", "send": "lead", "port": "air"}
    return INKS[inks[box.part]].rgb


def _shorter(words: str) -> list[str]:
    return [f"{words[:count].rstrip()}..." for count in range(len(words) - 1, 0, -1)]
