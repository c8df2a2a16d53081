"""The two curves beneath a patch's graph."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullLocator

from auralis.app.patch_picture.response import FLOOR, HIGHEST, LOWEST, Curve
from auralis.pictures.score.lettering import SANS
from auralis.pictures.score.palette import INKS, SOFT, TEXT

_TICKS: Final = (20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
_STEP: Final = 12.0


def draw_spectrum(axes: Axes, curve: Curve, caption: str) -> None:
    """Draw a spectrum over a logarithmic axis of frequencies."""
    axes.set_xscale("log")
    axes.set_xlim(LOWEST, HIGHEST)
    axes.set_xticks(_TICKS, [f"{t // 1000} k" if t >= 1000 else str(t) for t in _TICKS])
    axes.xaxis.set_minor_locator(NullLocator())
    _draw(axes, curve, f"{caption}  ·  dB over Hz", "pad")


def draw_level(axes: Axes, curve: Curve, caption: str) -> None:
    """Draw a level over seconds."""
    axes.set_xlim(0.0, float(curve.x[-1]) if len(curve.x) else 1.0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda t, _: f"{t:g} s"))
    _draw(axes, curve, f"{caption}  ·  dB over time", "lead")


def _draw(axes: Axes, curve: Curve, caption: str, ink: str) -> None:
    colour = INKS[ink].rgb
    top = _STEP * np.ceil((curve.decibels.max(initial=-_STEP) + 1.0) / _STEP)
    foot = max(FLOOR, _STEP * np.floor(curve.decibels.min(initial=top) / _STEP) - _STEP)
    shown = np.maximum(curve.decibels, foot)
    axes.set_ylim(foot, top)
    axes.fill_between(curve.x, shown, foot, color=colour, alpha=0.14, linewidth=0)
    axes.plot(curve.x, shown, color=colour, linewidth=1.4, gid=f"curve {ink}")
    axes.set_facecolor("none")
    axes.grid(color=TEXT, alpha=0.07, linewidth=0.7)
    axes.tick_params(colors=SOFT, labelsize=7, length=0, labelfontfamily=SANS)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_title(caption, loc="left", family=SANS, size=7.5, color=SOFT, pad=8)
