"""Where everything stands: lanes one under another over one axis of seconds, on a dark ground."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from auralis.pictures.score.grid import clock
from auralis.pictures.score.lettering import SANS
from auralis.pictures.score.palette import SKY, SOFT

LANES: Final = {"heading": 0.95, "waveform": 0.95, "spectrogram": 3.5, "loudness": 1.55}
"""The lanes from top to bottom, with their heights in inches."""

WIDTH: Final = 10.6
"""Inches of the axis of time."""
_LEFT: Final = 1.05
_RIGHT: Final = 0.95
_FOOT: Final = 0.38
_GAP: Final = 0.16
_SMALL: Final = 7.5
_STEPS: Final = (
    0.01,
    0.02,
    0.05,
    0.1,
    0.2,
    0.5,
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
)
_TIMES: Final = 16
"""At most so many times are written on the axis."""


def lanes_of(figure: Figure, seconds: float) -> dict[str, Axes]:
    """Give a figure its size, its ground and bare axes; the heading is measured in inches."""
    width = _LEFT + WIDTH + _RIGHT
    height = sum(tall + _GAP for tall in LANES.values()) + _FOOT
    figure.set_size_inches(width, height)
    _draw_ground(figure)
    lanes, top = {}, height
    for name, tall in LANES.items():
        box = (_LEFT / width, (top - tall) / height, WIDTH / width, tall / height)
        lanes[name] = axes = figure.add_axes(box)
        _make_bare(axes)
        axes.set(xlim=(0, seconds), ylim=(0, 1))
        top -= tall + _GAP
    lanes["heading"].set(xlim=(0, WIDTH), ylim=(0, LANES["heading"]))
    return lanes


def name_lane(axes: Axes, words: str) -> None:
    """Write what a lane shows to its left."""
    label = axes.set_ylabel(words, family=SANS, size=_SMALL, color=SOFT)
    label.set(rotation=0, ha="right", va="center")
    axes.yaxis.set_label_coords(-0.045 if axes.get_yticks().size else -0.012, 0.5)


def draw_times(axes: Axes, seconds: float) -> None:
    """Write times under the axes, at a step that leaves room for them."""
    step = next(
        (s for s in _STEPS if seconds / s <= _TIMES), _STEPS[-1] * np.ceil(seconds / _STEPS[-1] / _TIMES)
    )
    times = np.arange(int(seconds / step) + 1) * step
    axes.set_xticks(times, [clock(int(time)) if step >= 1 else f"{time:.2f}" for time in times])


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
