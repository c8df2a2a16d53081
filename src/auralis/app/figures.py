"""The figures of a sound as people and programs read them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from auralis.analysis import Report

ABSENT = "-"


class Figure(NamedTuple):
    """A measurement: what it is of, its value if it has one, its unit, and the digits after its point."""

    words: str
    value: float | None
    unit: str = ""
    digits: int = 1

    @property
    def shown(self) -> str:
        """The value as it is written, `-` where there is none; a count of 0 is 0."""
        return ABSENT if self.value is None else f"{self.value:.{self.digits}f}"


def figures(report: Report) -> list[list[Figure]]:
    """Return every figure, in groups that belong together."""
    return [_loudness(report), _levels(report), _spectrum(report), _stereo(report), _faults(report)]


def as_json(report: Report, name: str) -> dict[str, Any]:
    """Return the figures as plain JSON data, null where there is no value."""
    data = asdict(report)
    del data["curves"]
    data["format"]["seconds"] = report.format.seconds
    return {"file": name, **data}


def _loudness(report: Report) -> list[Figure]:
    loudness, steadiness = report.loudness, report.steadiness
    return [
        Figure("integrated loudness", loudness.integrated_lufs, "LUFS"),
        Figure("loudness range", loudness.range_lu, "LU"),
        Figure("loudest 0.4 s", loudness.momentary_max_lufs, "LUFS"),
        Figure("loudest 3 s", loudness.short_term_max_lufs, "LUFS"),
        Figure("worst step in a second", steadiness.step_lu, "LU"),
        Figure("deepest hole of 3 s", steadiness.hole_lu, "LU"),
    ]


def _levels(report: Report) -> list[Figure]:
    peaks, levels = report.peaks, report.levels
    crest = None
    if peaks.sample_dbfs is not None and levels.rms_dbfs is not None:
        crest = peaks.sample_dbfs - levels.rms_dbfs
    return [
        Figure("true peak", peaks.true_dbtp, "dBTP"),
        Figure("sample peak", peaks.sample_dbfs, "dBFS"),
        Figure("mean level", levels.rms_dbfs, "dBFS"),
        Figure("crest", crest, "dB"),
        Figure("offset from zero", levels.dc_offset, "", 5),
    ]


def _spectrum(report: Report) -> list[Figure]:
    spectrum = report.spectrum
    return [
        Figure("slope, 100 Hz to 8 kHz", spectrum.slope_db_octave, "dB/octave"),
        Figure("spectral centroid", spectrum.centroid_hz, "Hz", 0),
        Figure("share of 20 to 120 Hz", spectrum.share_20_120_db, "dB"),
        Figure("share of 200 to 400 Hz", spectrum.share_200_400_db, "dB"),
        Figure("share of 2.5 to 5 kHz", spectrum.share_2500_5000_db, "dB"),
        Figure("onsets", report.onsets_a_minute, "a minute"),
    ]


def _stereo(report: Report) -> list[Figure]:
    stereo = report.stereo
    return [
        Figure("correlation of left and right, mean", stereo.correlation_mean, "", 2),
        Figure("correlation of left and right, least", stereo.correlation_min, "", 2),
        Figure("side beside mid", stereo.side_to_mid_db, "dB"),
    ]


def _faults(report: Report) -> list[Figure]:
    faults = report.faults
    return [
        _count("clicks", faults.clicks_s),
        _count("dropouts", faults.dropouts),
        Figure("dead time", report.levels.dead_seconds, "s"),
        Figure("samples that are no numbers", faults.non_finite, "", 0),
    ]


def _count(words: str, found: Sequence[object]) -> Figure:
    return Figure(words, len(found), "", 0)
