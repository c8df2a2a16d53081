"""Sample peak and true peak, which lies between the samples: ITU-R BS.1770-4, annex 2."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.analysis.decibels import peak_level
from auralis.analysis.framing import Floats

_PHASES: Final = 4
_HALF: Final = 16
_BETA: Final = 7.0
_PIECE: Final = 2048


@dataclass(frozen=True)
class Peaks:
    """The greatest amplitude as sampled and as reconstructed; None for silence."""

    sample_dbfs: float | None
    true_dbtp: float | None


class PeakMeter:
    """Measures channels, shape (channels, n), oversampled four times.

    The interpolator is a sinc of 32 samples in a Kaiser window. A piece whose greatest sample, times
    the sum of the filter's magnitudes, is no greater than the peak so far can't raise it and is passed over.
    """

    def __init__(self, channels: int) -> None:
        self._filters = [_filter(phase / _PHASES) for phase in range(1, _PHASES)]
        self._bound = max(np.abs(taps).sum() for taps in self._filters)
        self._held: Floats = np.zeros((channels, 2 * _HALF - 1))
        self._sample = 0.0
        self._true = 0.0

    def feed(self, block: Floats) -> None:
        """Take more of the sound."""
        self._sample = max(self._sample, float(np.abs(block).max(initial=0.0)))
        self._true = max(self._true, self._sample)
        held = np.concatenate([self._held, block], axis=1)
        self._held = held[:, held.shape[1] - self._held.shape[1] :]
        for start in range(0, block.shape[1], _PIECE):
            for channel in held[:, start : start + _PIECE + 2 * _HALF - 1]:
                self._interpolate(channel)

    @property
    def peaks(self) -> Peaks:
        """What was found; the last 16 samples are taken to be followed by silence."""
        for channel in np.pad(self._held, ((0, 0), (0, _HALF))):
            self._interpolate(channel)
        return Peaks(peak_level(self._sample), peak_level(self._true))

    def _interpolate(self, samples: Floats) -> None:
        if np.abs(samples).max() * self._bound > self._true:
            between = [np.abs(np.convolve(samples, taps, "valid")).max() for taps in self._filters]
            self._true = max(self._true, *map(float, between))


def _filter(offset: float) -> Floats:
    """Return the taps, last first, that interpolate at an offset from the middle sample."""
    places = np.arange(-_HALF + 1, _HALF + 1) - offset
    window = np.i0(_BETA * np.sqrt(np.maximum(0, 1 - (places / _HALF) ** 2))) / np.i0(_BETA)
    taps: Floats = np.sinc(places) * window
    return taps[::-1]
