"""The spectral centroid: where the middle of the spectrum lies, from moment to moment."""

from typing import Final

import numpy as np

from auralis.analysis.framing import Floats, Framer

_SIZE: Final = 2048


class CentroidMeter:
    """Averages, over windows of 2,048 samples that sound, the mean frequency weighted by magnitude."""

    def __init__(self, rate: int) -> None:
        self._framer = Framer(_SIZE, _SIZE)
        self._window = np.hanning(_SIZE + 1)[:-1]
        self._frequencies = np.fft.rfftfreq(_SIZE, 1 / rate)
        self._sum = 0.0
        self._count = 0

    def feed(self, mono: Floats) -> None:
        """Take more of the sound, shape (n,)."""
        magnitudes = np.abs(np.fft.rfft(self._framer.push(mono) * self._window, axis=1))
        weights = magnitudes.sum(axis=1)
        sounding = weights > 0
        self._sum += float(((magnitudes * self._frequencies).sum(axis=1)[sounding] / weights[sounding]).sum())
        self._count += int(sounding.sum())

    @property
    def centroid_hz(self) -> float | None:
        """The mean, None where nothing sounded."""
        return self._sum / self._count if self._count else None
