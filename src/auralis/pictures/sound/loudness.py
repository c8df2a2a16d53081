"""Loudness over time: momentary, short-term, and the line of the integrated one."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes

from auralis.analysis import Report
from auralis.pictures.score.lettering import SANS, Face, write
from auralis.pictures.score.palette import SOFT, WARM, oklch
from auralis.pictures.sound.lanes import name_lane

_SHORT: Final = oklch(0.84, 0.075, 265)
_SMALL: Final = Face(SANS, 7.5)
_BELOW: Final = 17.0
_ABOVE: Final = 2.0
_STEP: Final = 6
_MOMENTARY_S: Final = 0.4
_SHORT_S: Final = 3.0
_POINTS: Final = 4000


def draw_loudness(axes: Axes, report: Report) -> None:
    """Draw each value at the middle of its window; a sound without loudness says so."""
    integrated = report.loudness.integrated_lufs
    loudest = report.loudness.momentary_max_lufs
    if integrated is None or loudest is None:
        name_lane(axes, "loudness")
        write(axes, sum(axes.get_xlim()) / 2, 0.5, "too short or too quiet to measure", _SMALL, color=SOFT)
        return
    axes.set_ylim(integrated - _BELOW, max(loudest, integrated) + _ABOVE)
    _draw_scale(axes)
    name_lane(axes, "loudness")
    times, heights = thinned(report.curves.momentary, _MOMENTARY_S)
    axes.plot(times, heights, color=SOFT, alpha=0.45, linewidth=0.6, gid="momentary")
    times, heights = thinned(report.curves.short_term, _SHORT_S)
    axes.fill_between(times, heights, axes.get_ylim()[0], color=_SHORT, alpha=0.13, linewidth=0)
    axes.plot(times, heights, color=_SHORT, linewidth=1.5, gid="short-term")
    axes.axhline(integrated, color=WARM, linewidth=1.0, linestyle=(0, (5, 4)), gid="integrated")
    right = axes.get_xlim()[1]
    write(axes, 1.008 * right, integrated, f"{integrated:.1f} LUFS", _SMALL, color=WARM, ha="left")


def thinned(heights: np.ndarray, window_s: float) -> tuple[np.ndarray, np.ndarray]:
    """Return times and values of windows a tenth of a second apart, at most some thousands of them."""
    each = max(1, len(heights) // _POINTS)
    kept = heights[::each]
    return np.arange(len(kept)) * each / 10 + window_s / 2, kept


def _draw_scale(axes: Axes) -> None:
    low, high = axes.get_ylim()
    marks = [mark for mark in range(-120, 12, _STEP) if low < mark < high]
    axes.set_yticks(marks, [str(mark) for mark in marks])
    axes.hlines(marks, *axes.get_xlim(), colors=[(1, 1, 1, 0.07)], linewidth=0.8, zorder=0)
