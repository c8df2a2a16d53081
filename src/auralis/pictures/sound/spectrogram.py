"""The spectrogram: which frequencies sound, on a scale of pitch."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex

from auralis.analysis import Report
from auralis.pictures.score.palette import SKY, TEXT, oklch

_DEPTH_DB: Final = 78.0
_MARKS: Final = (50, 100, 200, 500, 1000, 2000, 5000, 10_000)
_LIGHT: Final = LinearSegmentedColormap.from_list(
    "light",
    [
        to_hex(colour)
        for colour in (
            SKY[0],
            oklch(0.24, 0.06, 285),
            oklch(0.40, 0.11, 295),
            oklch(0.57, 0.13, 330),
            oklch(0.76, 0.12, 55),
            oklch(0.90, 0.07, 85),
            TEXT,
        )
    ],
)


def draw_spectrogram(axes: Axes, report: Report) -> None:
    """Draw power in decibels, from the loudest down to 78 dB below it."""
    found = report.curves.spectrogram
    low, high = np.log2(found.frequencies[[0, -1]])
    axes.set_ylim(low, high)
    marks = [mark for mark in _MARKS if low < np.log2(mark) < high]
    axes.set_yticks(
        np.log2(marks), [f"{mark / 1000:g} kHz" if mark >= 1000 else f"{mark} Hz" for mark in marks]
    )
    if not found.powers.any():
        return
    heights = 10 * np.log10(np.maximum(found.powers, 1e-20)).T
    top = float(np.percentile(heights, 99.95))
    start = found.first_s - found.step_s / 2
    limits = axes.get_xlim()
    axes.imshow(
        heights,
        extent=(start, start + found.step_s * heights.shape[1], low, high),
        origin="lower",
        aspect="auto",
        cmap=_LIGHT,
        vmin=top - _DEPTH_DB,
        vmax=top,
        interpolation="bilinear",
        gid="spectrogram",
    )
    axes.set(xlim=limits, ylim=(low, high))
