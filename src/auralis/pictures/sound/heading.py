"""The heading: which sound this is, and its main figures."""

from typing import Final

from matplotlib.axes import Axes

from auralis.analysis import Report
from auralis.pictures.score.grid import clock
from auralis.pictures.score.lettering import SANS, SERIF, Face, fitting, length, write
from auralis.pictures.score.palette import SOFT, TEXT
from auralis.pictures.sound.lanes import WIDTH

_TITLE: Final = Face(SERIF, 19.0)
_SMALL: Final = Face(SANS, 8.5)
_POINTS: Final = 72
_MARGIN: Final = 24.0
_DOT: Final = "   ·   "


def draw_heading(axes: Axes, report: Report, title: str) -> None:
    """Write the title, the format to its right, and the figures beneath."""
    room = WIDTH * _POINTS
    form = report.format
    channels = "stereo" if form.channels > 1 else "mono"
    span = f"{clock(round(form.seconds))}{_DOT}{form.sample_rate / 1000:g} kHz{_DOT}{channels}"
    name = fitting([title, *_shortened(title)], room - length(span, _SMALL) - _MARGIN, _TITLE)
    write(axes, 0, 0.44, name, _TITLE, color=TEXT, ha="left", va="baseline")
    write(axes, WIDTH, 0.44, span, _SMALL, color=SOFT, ha="right", va="baseline")
    found = _figures(report)
    lines = [_DOT.join(found[:count]) for count in range(len(found), 0, -1)]
    write(axes, 0, 0.12, fitting(lines, room, _SMALL), _SMALL, color=SOFT, ha="left", va="baseline")


def _shortened(title: str) -> list[str]:
    return [f"{title[:count]}..." for count in range(len(title) - 1, 0, -1)]


def _figures(report: Report) -> list[str]:
    spectrum, faults = report.spectrum, report.faults
    values = (
        ("{:.1f} LUFS", report.loudness.integrated_lufs),
        ("range {:.1f} LU", report.loudness.range_lu),
        ("true peak {:.1f} dBTP", report.peaks.true_dbtp),
        ("slope {:.1f} dB an octave", spectrum.slope_db_octave),
        ("centroid {:.0f} Hz", spectrum.centroid_hz),
        ("{:.0f} onsets a minute", report.onsets_a_minute),
        ("clicks: {:.0f}", len(faults.clicks_s)),
        ("dropouts: {:.0f}", len(faults.dropouts)),
    )
    return [words.format(value) for words, value in values if value is not None]
