"""The figures as Markdown tables."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import soundfile
from benchmarks.markdown import table
from tests.bands.bands import PRESETS, ROWS
from tests.bands.clips import RATE, Clip, sound_of, write
from tests.bands.tables import Measured, outside, spread, values

from auralis.analysis import Report, analyse
from auralis.engine import Kernels

Reports = Mapping[Clip, Report]

_SHARED: Final[Mapping[str, tuple[str, Callable[[Report], float | None]]]] = {
    "lufs": ("integrated loudness, LUFS", lambda report: report.loudness.integrated_lufs),
    "range": ("loudness range, LU", lambda report: report.loudness.range_lu),
    "true_peak": ("true peak, dBTP", lambda report: report.peaks.true_dbtp),
    "slope": ("slope, dB an octave", lambda report: report.spectrum.slope_db_octave),
    "centroid": ("centroid, Hz", lambda report: report.spectrum.centroid_hz),
    "onsets": ("onsets a minute", lambda report: report.onsets_a_minute),
    "correlation": ("correlation of left and right", lambda report: report.stereo.correlation_mean),
}
"""Quantities that we and others measure: their words, and where a report of ours has them."""


def own_reports(clips: Sequence[Clip], kernel_folder: Path, scratch: Path) -> Reports:
    """Return what we say of clips, read back from files of 16 bit as others read them."""
    kernels, path, found = Kernels(kernel_folder), scratch / "clip.wav", {}
    for clip in clips:
        write(path, sound_of(clip, kernels))
        found[clip] = analyse(soundfile.read(path)[0].T, RATE)
    return found


def bands_table(found: Measured) -> str:
    """Return the least and the greatest value of each quantity, and its band under it, by preset."""
    lines = []
    for row in ROWS:
        cells = [spread(row, values(found, row, preset)) for preset in PRESETS]
        marked = [
            f"**{cell}**" if outside(found, row, preset) else cell
            for cell, preset in zip(cells, PRESETS, strict=True)
        ]
        lines.append([row.words, row.tool, *marked])
        lines.append(["", "band", *(row.shown(preset) for preset in PRESETS)])
    return table(["quantity", "measured by", *PRESETS], lines)


def meters_table(found: Measured, reports: Reports) -> str:
    """Return by how much our figures differ from others', on average and at most."""
    lines = []
    for name, (words, own) in _SHARED.items():
        row = next(row for row in ROWS if row.name == name)
        apart = [
            abs(value - found[clip][name]) for clip, r in reports.items() if (value := own(r)) is not None
        ]
        digits = max(2, row.digits)
        mean, most = (f"{figure:.{digits}f}" for figure in (sum(apart) / len(apart), max(apart)))
        lines.append([words, row.tool, mean, most])
    return table(["our figure", "beside", "mean difference", "greatest"], lines)
