"""The picture of a score, put together from its lanes."""

from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from auralis.core.units import Frame
from auralis.pictures.score.chords import draw_chords
from auralis.pictures.score.grid import draw_changes, draw_grid, draw_octaves, draw_times
from auralis.pictures.score.heading import draw_heading
from auralis.pictures.score.intensity import draw_intensity
from auralis.pictures.score.lanes import LANES, lanes_of
from auralis.pictures.score.legend import draw_legend, entries
from auralis.pictures.score.percussion import draw_percussion
from auralis.pictures.score.roll import draw_notes, pitch_range
from auralis.pictures.score.sections import draw_sections
from auralis.pictures.score.sheet import Sheet
from auralis.sequencing import Timeline

_DOTS_AN_INCH: Final = 144
_UNDATED: Final = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
"""Two pictures of one score are the same bytes."""


def figure_of(timeline: Timeline, start: Frame, end: Frame) -> Figure:
    """Return the picture of frames [start, end), of which there must be one or more."""
    sheet = Sheet(timeline, start, end)
    strokes = [note for note in sheet.notes if note.layer == "percussion"]
    figure = Figure(dpi=_DOTS_AN_INCH)
    FigureCanvasAgg(figure)
    lanes = lanes_of(figure, sheet, [name for name in LANES if strokes or name != "percussion"])
    draw_heading(lanes["heading"], sheet)
    draw_sections(lanes["sections"], sheet)
    draw_chords(lanes["chords"], sheet)
    lanes["roll"].set_ylim(*pitch_range(sheet.notes))
    for name in ("roll", "percussion", "intensity"):
        if name in lanes:
            draw_grid(lanes[name], sheet)
    draw_octaves(lanes["roll"])
    draw_notes(lanes["roll"], sheet)
    draw_changes(lanes["roll"], sheet)
    if strokes:
        draw_percussion(lanes["percussion"], sheet, strokes)
    draw_intensity(lanes["intensity"], sheet)
    draw_times(lanes["intensity"], sheet)
    draw_legend(lanes["legend"], entries(sheet))
    return figure


def save(figure: Figure, path: Path, kind: str) -> None:
    """Write a picture as png, svg or pdf; raises OSError."""
    with mpl.rc_context({"svg.hashsalt": "auralis"}):
        figure.savefig(path, format=kind, metadata=_UNDATED[kind])
