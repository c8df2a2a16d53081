"""The picture of a patch, put together: heading, graph, curves."""

from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from auralis.app.patch_picture.boxes import draw_boxes, draw_grounds
from auralis.app.patch_picture.curves import draw_level, draw_spectrum
from auralis.app.patch_picture.graph import graph_of
from auralis.app.patch_picture.placing import WIDTH, place
from auralis.app.patch_picture.response import level, spectrum
from auralis.app.patch_picture.wires import draw_wires
from auralis.app.patches.choice import Choice
from auralis.app.patches.summary import summary
from auralis.core.units import Block
from auralis.engine.compiler.plan import Plan
from auralis.pictures.score.lettering import SANS, SERIF, Face, fitting, write
from auralis.pictures.score.palette import GROUND, SOFT, TEXT

_POINTS: Final = 72.0
_DOTS_AN_INCH: Final = 144
_MARGIN: Final = 34.0
_HEADING: Final = 62.0
_CURVES: Final = 200.0
_NARROWEST: Final = 760.0
_TITLE: Final = Face(SERIF, 19.0)
_SMALL: Final = Face(SANS, 8.0)


def figure_of(choice: Choice, plan: Plan, sound: Block, sample_rate: int) -> Figure:
    """Return the picture of a patch and of its sound, float32 (2, n); without curves where n is 0."""
    placing = place(graph := graph_of(plan, choice.values))
    places = placing.boxes.values()
    left, right = min(p.x for p in places) - WIDTH / 2, max(p.x for p in places) + WIDTH / 2
    foot, top = min(p.y - p.height / 2 for p in places), max(p.y + p.height / 2 for p in places)
    width = max(_NARROWEST, right - left + 2 * _MARGIN)
    tall = top - foot + 3 * _MARGIN
    curves = _CURVES if sound.shape[1] else 0.0
    size = (width, _HEADING + tall + curves)
    figure = Figure(figsize=(size[0] / _POINTS, size[1] / _POINTS), dpi=_DOTS_AN_INCH, facecolor=GROUND)
    FigureCanvasAgg(figure)
    _head(_points(figure, size, (0.0, size[1] - _HEADING, width, _HEADING)), choice, width)
    axes = _points(figure, size, (0.0, curves, width, tall))
    middle = (left + right) / 2
    axes.set_xlim(middle - width / 2, middle + width / 2)
    axes.set_ylim(foot - 1.6 * _MARGIN, foot - 1.6 * _MARGIN + tall)
    draw_grounds(axes, graph, placing, plan.count)
    draw_wires(axes, graph, placing)
    draw_boxes(axes, graph, placing)
    if curves:
        _curves(figure, size, sound, sample_rate, is_response=choice.file.instrument is None)
    return figure


def _head(axes: Axes, choice: Choice, width: float) -> None:
    room = width - 2 * _MARGIN
    words = [choice.name, choice.file.patch.name]
    write(axes, _MARGIN, 26, fitting(words, room, _TITLE), _TITLE, color=TEXT, ha="left", va="baseline")
    facts = summary(choice.file).partition(": ")[2]
    write(axes, _MARGIN, 9, fitting([facts], room, _SMALL), _SMALL, color=SOFT, ha="left", va="baseline")


def _curves(
    figure: Figure, size: tuple[float, float], sound: Block, sample_rate: int, is_response: bool
) -> None:
    half = (size[0] - 3.4 * _MARGIN) / 2
    height = _CURVES - 2.2 * _MARGIN
    names = ("gain", "impulse response") if is_response else ("spectrum", "level")
    for k, draw in enumerate((draw_spectrum, draw_level)):
        left = 1.2 * _MARGIN + k * (half + _MARGIN)
        box = (left / size[0], 1.0 * _MARGIN / size[1], half / size[0], height / size[1])
        axes = figure.add_axes(box)
        measured = (spectrum(sound, sample_rate, is_response), level(sound, sample_rate))[k]
        draw(axes, measured, names[k])


def _points(figure: Figure, size: tuple[float, float], box: tuple[float, float, float, float]) -> Axes:
    """Return axes that are measured in points, for a box in points."""
    x, y, width, height = box
    axes = figure.add_axes((x / size[0], y / size[1], width / size[0], height / size[1]))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    return axes
