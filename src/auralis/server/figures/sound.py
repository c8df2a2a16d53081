"""What a station sounds like, by its own chunks: loudness, true peak, silence."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from auralis.analysis.framing import Floats
from auralis.analysis.loudness import SHORT_TERM_TENTHS, lufs
from auralis.analysis.peaks import PeakMeter
from auralis.analysis.weighting import Weighting
from auralis.core.units import CHANNELS, CHUNKS_PER_SECOND
from auralis.streaming.chunk import Chunk

_FULL: Final = 32_767.0
_SILENT: Final = 1e-6


class Sound(NamedTuple):
    """`short_term_lufs` is of the last 3 s, the others are of the last second; None where there is none.

    `silent` is true where a second's mean power lies below -60 dBFS.
    """

    short_term_lufs: float | None
    true_peak_dbtp: float | None
    silent: bool


def sound(chunks: Sequence[Chunk], rate: int) -> Sound | None:
    """Return what chunks that follow each other sound like, None if there are none; about 15 ms for 3 s.

    Loudness is after ITU-R BS.1770-4. Chunks before the last 3 s let its filter settle.
    """
    if not chunks:
        return None
    samples = _samples(chunks)
    second = samples[:, -rate:]
    peaks = PeakMeter(CHANNELS)
    peaks.feed(second)
    silent = second.shape[1] == rate and float(np.square(second).mean()) < _SILENT
    return Sound(_short_term(samples, rate), peaks.peaks.true_dbtp, silent)


def _short_term(samples: Floats, rate: int) -> float | None:
    """Return the loudness of the last 3 s, None if there is less, or nothing to be heard."""
    frames = SHORT_TERM_TENTHS * rate // CHUNKS_PER_SECOND
    if samples.shape[1] < frames:
        return None
    weighted = Weighting(rate, CHANNELS).apply(samples)[:, -frames:]
    power = float(np.square(weighted).sum(axis=0).mean())
    return float(lufs(np.array([power]))[0]) if power > 0 else None


def _samples(chunks: Sequence[Chunk]) -> Floats:
    """Return chunks as samples, shape (2, n), full scale being 1."""
    pcm = np.frombuffer(b"".join(chunk.pcm for chunk in chunks), "<i2")
    samples: Floats = pcm.reshape(-1, CHANNELS).T / _FULL
    return samples
