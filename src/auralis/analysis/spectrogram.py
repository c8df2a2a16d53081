"""The spectrogram: power over time and pitch, in as many columns as a picture can show."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.analysis.framing import Floats
from auralis.analysis.pool import Pool

_ROWS: Final = 216
_LOW_HZ: Final = 30.0
_HIGH_HZ: Final = 16_000.0
_COLUMNS: Final = 2048


@dataclass(frozen=True, eq=False)
class Spectrogram:
    """`powers`, shape (columns, rows), of rows evenly spaced in pitch at `frequencies`, in Hz.

    The first column lies around the second `first_s`, each next one `step_s` later. A sine at full scale
    has a power of about 1.
    """

    powers: Floats
    frequencies: Floats
    first_s: float
    step_s: float


class SpectrogramMeter:
    """Gathers power spectra, shape (frames, bins), of Hann windows that are `hop` samples apart."""

    def __init__(self, rate: int, size: int, hop: int) -> None:
        self._edges = np.geomspace(_LOW_HZ, min(_HIGH_HZ, rate / 2), _ROWS + 1) * size / rate
        self._pool = Pool(_COLUMNS, _ROWS, np.mean)
        self._scale = (4 / size) ** 2
        self._rate, self._size, self._hop = rate, size, hop

    def feed(self, powers: Floats) -> None:
        """Take more spectra."""
        if len(powers):
            self._pool.add(self._rows(powers) * self._scale)

    @property
    def spectrogram(self) -> Spectrogram:
        """What was gathered."""
        middles = np.sqrt(self._edges[1:] * self._edges[:-1]) * self._rate / self._size
        first = (self._size + (self._pool.each - 1) * self._hop) / 2 / self._rate
        return Spectrogram(self._pool.columns, middles, first, self._pool.each * self._hop / self._rate)

    def _rows(self, powers: Floats) -> Floats:
        """Return the mean power between each two edges, bins being joined by straight lines."""
        whole = np.cumsum(powers, axis=1)
        whole = np.concatenate([np.zeros((len(powers), 1)), whole], axis=1)
        places = np.clip(self._edges + 0.5, 0, powers.shape[1])
        below = np.minimum(places.astype(int), powers.shape[1] - 1)
        sums = whole[:, below] + (places - below) * powers[:, below]
        rows: Floats = np.maximum(np.diff(sums, axis=1), 0) / np.diff(places)
        return rows
