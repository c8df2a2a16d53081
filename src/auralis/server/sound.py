"""What a station sounds like, by its own chunks: loudness, true peak, silence."""

from collections import deque
from collections.abc import Callable, Sequence
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


class SoundMeter:
    """Measures a station's newest chunks, once a second, in about 7 ms.

    `read(seq)` returns a chunk, None if it is not there. Loudness is of tenths of a second after ITU-R
    BS.1770-4. After a gap it begins again, with up to three seconds from before.
    """

    def __init__(self, rate: int, read: Callable[[int], Chunk | None]) -> None:
        self._rate = rate
        self._read = read
        self._position = -1
        self._weighting = Weighting(rate, CHANNELS)
        self._powers: deque[float] = deque(maxlen=SHORT_TERM_TENTHS)

    def measure(self, position: int) -> Sound | None:
        """Return the sound of what was played before chunk `position`, None if there is none of it."""
        first = max(self._position, position - SHORT_TERM_TENTHS, 0)
        if first != self._position:
            self._weighting = Weighting(self._rate, CHANNELS)
            self._powers.clear()
        self._position = position
        chunks = [chunk for seq in range(first, position) if (chunk := self._read(seq)) is not None]
        if not chunks:
            return None
        samples = _samples(chunks)
        tenths = np.square(self._weighting.apply(samples)).sum(axis=0).reshape(len(chunks), -1)
        self._powers.extend(map(float, tenths.mean(axis=1)))
        return self._sound(samples[:, -self._rate :], len(chunks))

    def _sound(self, second: Floats, chunks: int) -> Sound:
        peaks = PeakMeter(CHANNELS)
        peaks.feed(second)
        silent = chunks >= CHUNKS_PER_SECOND and float(np.square(second).mean()) < _SILENT
        return Sound(self._short_term(), peaks.peaks.true_dbtp, silent)

    def _short_term(self) -> float | None:
        power = float(np.mean(self._powers))
        whole = len(self._powers) == SHORT_TERM_TENTHS
        return float(lufs(np.array([power]))[0]) if whole and power > 0 else None


def _samples(chunks: Sequence[Chunk]) -> Floats:
    """Return chunks as samples, shape (2, n), full scale being 1."""
    pcm = np.frombuffer(b"".join(chunk.pcm for chunk in chunks), "<i2")
    samples: Floats = pcm.reshape(-1, CHANNELS).T / _FULL
    return samples
