"""Bands as wide as the ear hears them: triangles on Slaney's mel scale."""

from typing import Final

import numpy as np

from auralis.analysis.framing import Floats

_LINEAR_HZ: Final = 200 / 3
_CORNER_HZ: Final = 1000.0
_CORNER: Final = _CORNER_HZ / _LINEAR_HZ
_LOG_STEP: Final = float(np.log(6.4) / 27)


class MelBands:
    """Sums power spectra of an FFT of `size` in triangles of equal area, from 0 to `top_hz`.

    The scale (Slaney, Auditory Toolbox, 1998) is even up to 1 kHz and logarithmic above. Between two edges
    lie the rising side of one triangle and the falling side of the one before: a bin counts in no more.
    """

    def __init__(self, size: int, rate: int, bands: int, top_hz: float) -> None:
        edges = _hertz(np.linspace(0, _mel(top_hz), bands + 2))
        hertz = np.linspace(0, rate / 2, size // 2 + 1)
        self._starts = np.searchsorted(hertz, edges)
        self._bins = slice(0, int(self._starts[-1]))
        inside = hertz[self._bins]
        gap = np.searchsorted(edges, inside, side="right") - 1
        self._rise: Floats = (inside - edges[gap]) / (edges[gap + 1] - edges[gap])
        self._areas: Floats = 2 / (edges[2:] - edges[:-2])

    def powers(self, spectra: Floats) -> Floats:
        """Return the bands of spectra of shape (frames, bins), shape (frames, bands)."""
        heard, starts = spectra[:, self._bins], self._starts[:-1]
        rising = np.add.reduceat(heard * self._rise, starts, axis=1)
        falling = np.add.reduceat(heard * (1 - self._rise), starts, axis=1)
        powers: Floats = (rising[:, :-1] + falling[:, 1:]) * self._areas
        return powers


def _mel(hertz: float) -> float:
    if hertz < _CORNER_HZ:
        return hertz / _LINEAR_HZ
    return float(_CORNER + np.log(hertz / _CORNER_HZ) / _LOG_STEP)


def _hertz(mels: Floats) -> Floats:
    above: Floats = _CORNER_HZ * np.exp(_LOG_STEP * (mels - _CORNER))
    return np.where(mels < _CORNER, mels * _LINEAR_HZ, above)
