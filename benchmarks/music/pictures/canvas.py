"""The ground of a picture, and places on it in inches from its upper left corner."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from auralis.composition import Chord
from auralis.pictures.score.lettering import SANS, SERIF
from auralis.pictures.score.palette import GROUND, INKS, SKY, SOFT, TEXT, Rgb, hue_of, oklch
from auralis.theory.keys import parse_key

WIDTH: Final = 9.0
"""Inches; at 900 pixels a picture is half as large as it is drawn."""
_DOTS_AN_INCH: Final = 200
_STRONG: Final = ("seam", "home", "pinned", "pivot")
FAINT: Final = "#7d7b8a"


def canvas(height: float, title: str, words: str) -> Figure:
    """Return a figure so many inches high, with its ground, its title and a line of words under it."""
    figure = Figure(figsize=(WIDTH, height), dpi=_DOTS_AN_INCH)
    FigureCanvasAgg(figure)
    ground = figure.add_axes((0, 0, 1, 1))
    ground.set_axis_off()
    sky = LinearSegmentedColormap.from_list("sky", SKY)
    ground.imshow(np.linspace(1, 0, 64)[:, None], cmap=sky, aspect="auto", interpolation="nearest")
    figure.text(0.3 / WIDTH, 1 - 0.36 / height, title, family=SERIF, size=17, color=TEXT, va="center")
    figure.text(0.3 / WIDTH, 1 - 0.66 / height, words, family=SANS, size=8, color=SOFT, va="center")
    return figure


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PNG in 256 colours."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": None})
    Image.open(drawn).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def lane(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Return bare axes, in inches from the upper left corner."""
    tall = figure.get_figheight()
    axes = figure.add_axes((left / WIDTH, 1 - (top + height) / tall, width / WIDTH, height / tall))
    axes.patch.set_visible(False)
    axes.spines[:].set_visible(False)
    axes.set(xticks=[], yticks=[])
    axes.tick_params(length=0, labelsize=7, labelcolor=SOFT, labelfontfamily=SANS, pad=3)
    return axes


def name(axes: Axes, words: str, colour: Any = SOFT, size: float = 8) -> None:
    """Write a lane's name to its left."""
    label = axes.set_ylabel(words, family=SANS, size=size, color=colour, rotation=0, ha="right", va="center")
    label.set_linespacing(1.5)


def say(axes: Axes, x: float, y: float, words: str, **style: Any) -> None:
    """Write words at a place of the axes, in small sans unless the style says otherwise."""
    axes.text(
        x, y, words, **{"family": SANS, "size": 7.5, "color": SOFT, "ha": "center", "va": "center", **style}
    )


def ink(voice: str) -> Rgb:
    """Return the colour of a voice of the score."""
    of_voice = {"left": "piano", "left hand": "piano", "ostinato": "ostinato", "lead": "lead"}
    found = of_voice.get(voice, voice)
    return (226 / 255, 196 / 255, 128 / 255) if found == "ostinato" else INKS[found].rgb


def draw_key(axes: Axes, first: float, last: float, key: str, words: Sequence[str] = ()) -> None:
    """Draw a stretch of one key, and its words where there are any."""
    fill = oklch(0.37, 0.075, hue_of(parse_key(key).tonic))
    axes.add_patch(Rectangle((first, 0), last - first, 1, facecolor=fill, edgecolor=GROUND, linewidth=0.8))
    for text in words:
        say(axes, (first + last) / 2, 0.46, text, color=TEXT)


def draw_chord(axes: Axes, first: float, last: float, chord: Chord, named: bool = False) -> None:
    """Draw a chord in the hue of its root, home colours stronger."""
    depth = (0.46, 0.1) if chord.role in _STRONG else (0.34, 0.065)
    fill = oklch(*depth, hue_of(chord.root_pitch % 12))
    axes.add_patch(Rectangle((first, 0), last - first, 1, facecolor=fill, edgecolor=GROUND, linewidth=0.6))
    if named:
        say(axes, (first + last) / 2, 0.47, chord.symbol, family=SERIF, size=9.5, color=TEXT)


def block(axes: Axes, first: float, last: float, colour: Rgb, depth: float) -> None:
    """Draw a soft block over a lane's whole height."""
    low, high = axes.get_ylim()
    where = ((first, low), last - first, high - low)
    axes.add_patch(Rectangle(*where, facecolor=(*colour, depth), linewidth=0))
