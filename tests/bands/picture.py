"""All measured values over their bands in one picture."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from auralis.pictures.score.lettering import SANS, SERIF
from auralis.pictures.score.palette import GROUND, INKS, SOFT, TEXT, oklch
from tests.bands.bands import PRESETS, ROWS, Row
from tests.bands.tables import Measured, values

_BAND = oklch(0.45, 0.09, 285)
_INSIDE = oklch(0.86, 0.07, 265)
_OUTSIDE = INKS["percussion"].rgb
_ROW_INCHES = 0.36


def draw(found: Measured, path: Path) -> None:
    """Write the picture as PNG: a row a quantity, a column a preset, a dot a clip."""
    height = 0.9 + _ROW_INCHES * len(ROWS)
    figure = Figure(figsize=(13, height), dpi=110, facecolor=GROUND)
    FigureCanvasAgg(figure)
    figure.text(0.02, 1 - 0.32 / height, "Sound and its bands", family=SERIF, size=17, color=TEXT)
    for column, preset in enumerate(PRESETS):
        left = 0.245 + 0.19 * column
        figure.text(left, 1 - 0.62 / height, preset, family=SANS, size=9, color=TEXT)
        for index, row in enumerate(ROWS):
            bottom = 1 - (0.9 + _ROW_INCHES * index + 0.2) / height
            axes = figure.add_axes((left, bottom, 0.135, 0.2 / height))
            _draw_row(axes, row, preset, values(found, row, preset))
            if column == 0:
                figure.text(0.02, bottom + 0.04 / height, row.words, family=SANS, size=8, color=SOFT)
    figure.savefig(path, facecolor=GROUND, metadata={"Software": None})


def _draw_row(axes: Axes, row: Row, preset: str, found: list[float]) -> None:
    axes.patch.set_visible(False)
    axes.spines[:].set_visible(False)
    axes.set(xticks=[], yticks=[])
    edges = [edge for edge in row.bands[preset] if np.isfinite(edge)]
    shown = [*edges, *found]
    room = max((max(shown) - min(shown)) * 0.15, 0.5 * 10.0**-row.digits)
    least, most = min(shown) - room, max(shown) + room
    axes.set(xlim=(least, most), ylim=(0, 1))
    low, high = np.clip(row.bands[preset], least, most)
    middle = room / 8 if low == high else 0.0
    axes.axvspan(low - middle, high + middle, color=_BAND, linewidth=0)
    for value in found:
        colour = _INSIDE if row.holds(preset, value) else _OUTSIDE
        axes.plot([value], [0.5], "o", color=colour, markersize=4, markeredgewidth=0, alpha=0.85)
    words = f"{np.median(found):.{row.digits}f}" if found else ""
    axes.text(1.04, 0.5, words, transform=axes.transAxes, family=SANS, size=7, color=SOFT, va="center")
