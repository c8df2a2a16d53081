"""The bands in which every sound of ours is to lie, over 150 to 180 s, and who measures each."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

PRESETS: Final = ("focus", "meditation", "sleep", "bright")

Band = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """A quantity by its name, in words, and the least and greatest value by preset.

    `tool` is who measures it in the tests; a certificate measures with `auralis.analysis` alone.
    """

    name: str
    words: str
    tool: str
    bands: Mapping[str, Band]
    digits: int = 1

    def holds(self, preset: str, value: float) -> bool:
        """Whether a value lies in its band; what is no number never does."""
        low, high = self.bands[preset]
        return low <= value <= high

    def shown(self, preset: str) -> str:
        """Write the band: `3.5 to 7`, `at most 5`, `at least -6`, or `0`."""
        low, high = (f"{edge:g}" for edge in self.bands[preset])
        if low == high:
            return low
        if low == "-inf":
            return f"at most {high}"
        return f"at least {low}" if high == "inf" else f"{low} to {high}"


def each(*bands: Band) -> Mapping[str, Band]:
    """Return a band for each preset, in their order; one alone is for all."""
    return dict(zip(PRESETS, bands if len(bands) > 1 else bands * len(PRESETS), strict=True))


def most(*edges: float) -> Mapping[str, Band]:
    """Return bands without a lower edge."""
    return each(*((-inf, edge) for edge in edges))


def least(*edges: float) -> Mapping[str, Band]:
    """Return bands without an upper edge."""
    return each(*((edge, inf) for edge in edges))


ROWS: Final = (
    Row("lufs", "integrated loudness, LUFS", "ffmpeg", each((-20, -16), (-22, -18), (-26, -22), (-19, -15))),
    Row("lufs_difference", "difference of two meters, LU", "pyloudnorm", most(0.2), 2),
    Row("range", "loudness range, LU", "ffmpeg", each((3.5, 7), (3.5, 7), (2.5, 6), (4, 7.5))),
    Row("true_peak", "true peak, dBTP", "ffmpeg", most(-1)),
    Row("reduction", "limiter reduction, dB", "numpy", most(1), 2),
    Row("step", "worst 1 s step of 3 s loudness, LU", "pyloudnorm", most(5, 4, 4, 5)),
    Row("hole", "deepest 3 s hole, LU", "pyloudnorm", least(-6, -6, -5, -7)),
    Row(
        "slope",
        "slope 100 Hz to 8 kHz, dB an octave",
        "librosa",
        each((-7.5, -5), (-8.5, -6), (-9.5, -7), (-7, -4.8)),
    ),
    Row(
        "centroid",
        "centroid, Hz",
        "librosa",
        each((1500, 2700), (1100, 2200), (750, 1500), (1800, 3200)),
        0,
    ),
    Row("low", "share of 20 to 120 Hz, dB", "librosa", each((-14, -8))),
    Row("mud", "share of 200 to 400 Hz, dB", "librosa", most(-2.5, -2.5, -2, -3)),
    Row("harsh", "share of 2.5 to 5 kHz, dB", "librosa", most(-20, -22, -27, -18.5)),
    Row("onsets", "onsets a minute", "librosa", each((20, 40), (6, 18), (4, 14), (26, 50))),
    Row("scale", "share of the best scale in the chroma", "librosa", least(0.88), 2),
    Row("chroma_flux", "flux of the chroma over 1 s", "librosa", most(0.055, 0.035, 0.032, 0.062), 3),
    Row("correlation", "correlation of left and right", "numpy", each((0.70, 0.92)), 2),
    Row("correlation_min", "its least over 2 s", "numpy", least(0.45), 2),
    Row("clicks", "clicks", "essentia", each((0, 0)), 0),
    Row("own_clicks", "clicks and dropouts", "auralis", each((0, 0)), 0),
    Row("dead", "dead seconds", "numpy", each((0, 0))),
    Row("offset", "offset from zero", "numpy", most(0.002), 5),
)
LOUDNESS: Final = ROWS[0]
