"""The picture of a sound, put together from its lanes."""

from typing import Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from auralis.analysis import Report
from auralis.pictures.sound.heading import draw_heading
from auralis.pictures.sound.lanes import draw_times, lanes_of
from auralis.pictures.sound.loudness import draw_loudness
from auralis.pictures.sound.spectrogram import draw_spectrogram
from auralis.pictures.sound.waveform import draw_waveform

_DOTS_AN_INCH: Final = 144


def figure_of(report: Report, title: str) -> Figure:
    """Return the picture of a sound: the same report makes the same picture."""
    figure = Figure(dpi=_DOTS_AN_INCH)
    FigureCanvasAgg(figure)
    seconds = report.format.seconds
    lanes = lanes_of(figure, seconds)
    draw_heading(lanes["heading"], report, title)
    draw_waveform(lanes["waveform"], report)
    draw_spectrogram(lanes["spectrogram"], report)
    draw_loudness(lanes["loudness"], report)
    draw_times(lanes["loudness"], seconds)
    return figure
