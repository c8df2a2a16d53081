"""How left and right belong together."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.analysis.decibels import level
from auralis.analysis.framing import Floats
from auralis.analysis.grid import Grid

_WINDOW_TENTHS: Final = 20
_SILENCE: Final = 1e-5
"""The least deviation, in full scale, of a channel that is correlated with the other."""


@dataclass(frozen=True)
class Stereo:
    """Correlation of windows of 2 s in which both channels sound; side over mid power; None for mono."""

    correlation_mean: float | None
    correlation_min: float | None
    side_to_mid_db: float | None


class StereoMeter:
    """Correlates two channels, shape (2, n)."""

    def __init__(self, rate: int) -> None:
        self._grid = Grid(5, rate)

    def feed(self, block: Floats) -> None:
        """Take more of the sound."""
        left, right = block
        self._grid.push(np.stack([left, right, left * left, right * right, left * right]))

    @property
    def stereo(self) -> Stereo:
        """The figures of what was fed."""
        means = self._grid.means
        whole = means.shape[1] // _WINDOW_TENTHS
        windows = means[:, : whole * _WINDOW_TENTHS].reshape(5, whole, _WINDOW_TENTHS).mean(axis=2)
        found = _correlations(windows)
        side_to_mid = _side_to_mid(means.mean(axis=1)) if means.size else None
        if not len(found):
            return Stereo(None, None, side_to_mid)
        return Stereo(float(found.mean()), float(found.min()), side_to_mid)


def _correlations(windows: Floats) -> Floats:
    """Return Pearson's correlation of each window that sounds, from its five means."""
    left, right, left_power, right_power, product = windows
    left_spread = np.sqrt(np.maximum(left_power - left * left, 0))
    right_spread = np.sqrt(np.maximum(right_power - right * right, 0))
    sounding = (left_spread > _SILENCE) & (right_spread > _SILENCE)
    found: Floats = (product - left * right)[sounding] / (left_spread * right_spread)[sounding]
    return found


def _side_to_mid(means: Floats) -> float | None:
    _, _, left, right, product = means
    mid, side = left + right + 2 * product, left + right - 2 * product
    return level(max(float(side / mid), 0.0)) if mid > 0 else None
