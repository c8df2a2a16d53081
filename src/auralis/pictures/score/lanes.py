"""Where everything stands: lanes one under another over one axis of time, on a dark ground."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from auralis.pictures.score.lettering import SANS
from auralis.pictures.score.palette import SKY, SOFT
from auralis.pictures.score.sheet import POINTS_AN_INCH, Sheet

LANES: Final = {
    "heading": 0.78,
    "sections": 0.27,
    "chords": 0.74,
    "roll": 4.7,
    "percussion": 0.36,
    "intensity": 0.9,
    "legend": 0.62,
}
"""The lanes from top to bottom, with their heights in inches."""

_NAMED: Final = ("sections", "chords", "percussion", "intensity")
_UNTIMED: Final = ("heading", "legend")
_LEFT: Final = 0.85
_RIGHT: Final = 0.4
_GAP: Final = 0.06
_SMALL: Final = 7.5


def lanes_of(figure: Figure, sheet: Sheet, names: Sequence[str]) -> dict[str, Axes]:
    """Give a figure its size, its ground and bare axes for lanes.

    They go from the span's start to its end and from 0 to 1 upwards; heading and legend are measured
    in points.
    """
    width = _LEFT + sheet.inches + _RIGHT
    height = sum(LANES[name] + _GAP for name in names)
    figure.set_size_inches(width, height)
    _draw_ground(figure)
    lanes, top = {}, height
    for name in names:
        foot = top - LANES[name]
        box = (_LEFT / width, foot / height, sheet.inches / width, LANES[name] / height)
        lanes[name] = axes = figure.add_axes(box)
        _make_bare(axes)
        axes.set(xlim=sheet.clipped(sheet.start, sheet.end), ylim=(0, 1))
        if name in _UNTIMED:
            axes.set(xlim=(0, sheet.inches * POINTS_AN_INCH), ylim=(0, LANES[name] * POINTS_AN_INCH))
        if name in _NAMED:
            label = axes.set_ylabel(name, family=SANS, size=_SMALL, color=SOFT)
            label.set(rotation=0, ha="right", va="center")
        top = foot - _GAP
    return lanes


def _make_bare(axes: Axes) -> None:
    axes.patch.set_visible(False)
    axes.spines[:].set_visible(False)
    axes.set(xticks=[], yticks=[])
    axes.tick_params(length=0, labelsize=_SMALL, labelcolor=SOFT, labelfontfamily=SANS)


def _draw_ground(figure: Figure) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    sky = LinearSegmentedColormap.from_list("sky", SKY)
    axes.imshow(np.linspace(1, 0, 256)[:, None], cmap=sky, aspect="auto", interpolation="bicubic")
