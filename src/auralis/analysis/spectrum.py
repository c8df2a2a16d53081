"""The long-term spectrum: its slope, its centre, and how much of the power lies where."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.analysis.decibels import level, levels
from auralis.analysis.framing import Floats, Framer

SIZE: Final = 8192
HOP: Final = 2048
_THIRDS: Final = 1000 * 2.0 ** (np.arange(-10, 10) / 3)
"""The middles of the third octaves from 100 Hz to 8 kHz, in Hz."""
_EDGE: Final = 2.0 ** (1 / 6)


@dataclass(frozen=True)
class Spectrum:
    """Figures of the long-term spectrum of left and right together.

    `slope_db_octave` is the straight line through third octaves from 100 Hz to 8 kHz (pink noise: -3 in
    power a hertz). The shares are of the whole power, in dB. None where there is no sound, or where the
    sample rate has no such frequencies.
    """

    slope_db_octave: float | None
    centroid_hz: float | None
    share_20_120_db: float | None
    share_200_400_db: float | None
    share_2500_5000_db: float | None


class SpectrumMeter:
    """Averages the power spectra of Hann windows of 8,192 samples (Welch, 1967), mono, shape (n,)."""

    def __init__(self, rate: int) -> None:
        self._framer = Framer(SIZE, HOP)
        self._window = np.hanning(SIZE + 1)[:-1]
        self._sum = np.zeros(SIZE // 2 + 1)
        self._count = 0
        self._frequencies: Floats = np.linspace(0, rate / 2, SIZE // 2 + 1)
        self._top = rate / 2

    def feed(self, mono: Floats) -> Floats:
        """Take more of the sound; return the power spectra that are whole now, shape (frames, bins)."""
        powers: Floats = np.square(np.abs(np.fft.rfft(self._framer.push(mono) * self._window, axis=1)))
        self._sum += powers.sum(axis=0)
        self._count += len(powers)
        return powers

    def spectrum(self, centroid_hz: float | None) -> Spectrum:
        """Return the figures of what was fed, beside a centroid that was taken elsewhere."""
        shares = [self._share(low, high) for low, high in ((20, 120), (200, 400), (2500, 5000))]
        return Spectrum(self._slope(), centroid_hz, *shares)

    def _share(self, low: float, high: float) -> float | None:
        whole = float(self._sum.sum())
        if whole == 0 or high > self._top:
            return None
        return level(float(self._sum[self._between(low, high)].sum()) / whole)

    def _slope(self) -> float | None:
        if not self._sum.any() or _THIRDS[-1] * _EDGE > self._top:
            return None
        powers = np.array([self._sum[self._between(f / _EDGE, f * _EDGE)].mean() for f in _THIRDS])
        return float(np.polyfit(np.log2(_THIRDS), levels(powers / self._count), 1)[0])

    def _between(self, low: float, high: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return (self._frequencies >= low) & (self._frequencies < high)
