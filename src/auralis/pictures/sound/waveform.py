"""The waveform, and on it what should not be there."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes

from auralis.analysis import Report
from auralis.pictures.score.palette import INKS, oklch
from auralis.pictures.sound.lanes import name_lane

_INK: Final = oklch(0.72, 0.09, 280)
_FAULT: Final = INKS["percussion"].rgb
_LEAST: Final = 0.01


def draw_waveform(axes: Axes, report: Report) -> None:
    """Draw the outline as high as its peak, and a line for each click and dropout."""
    outline = report.curves.waveform
    times = (np.arange(len(outline.lowest)) + 0.5) * outline.step_s
    peak = max(_LEAST, float(np.abs([outline.lowest, outline.highest]).max(initial=0.0)))
    axes.set_ylim(-1.05 * peak, 1.05 * peak)
    axes.fill_between(times, outline.lowest, outline.highest, color=_INK, linewidth=0.3, gid="waveform")
    axes.axhline(0, color="white", alpha=0.12, linewidth=0.6)
    for second in report.faults.clicks_s:
        axes.axvline(second, color=_FAULT, linewidth=0.9, alpha=0.9)
    for hole in report.faults.dropouts:
        axes.axvspan(hole.start_s, hole.start_s + hole.length_s, color=_FAULT, alpha=0.8)
    name_lane(axes, "waveform")
