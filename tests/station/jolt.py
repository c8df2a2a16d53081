"""How much a moment jolts: spectral flux and loudness around it, beside the rest of a recording."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyloudnorm

_WINDOW = 4_096
_HOP = 1_024
_AWAY_S = (2.0, 8.0)
"""Seconds before and after a moment that are not the rest of the recording."""


@dataclass(frozen=True)
class Jolt:
    """Flux and fall at the moment, each over the 99th percentile of the rest; the deepest dip after it in LU.

    Flux is what rises in the spectrum from one window to the next: notes that begin. Fall is what sinks:
    releases are slow, so only a cut falls steeply.

    `dip` is measured from all that is around the moment, `hole` from the quieter of its two sides: a
    change to something quieter is a dip and no hole.
    """

    flux: float
    fall: float
    dip: float
    hole: float


def jolt(sound: npt.NDArray[np.float32], rate: int, second: float) -> Jolt:
    """Measure a recording, shape (2, n), at a second of it."""
    dip, hole = depths(sound, rate, second)
    return Jolt(*_steps(sound.mean(0), rate, second), dip, hole)


def _steps(mono: npt.NDArray[np.float32], rate: int, second: float) -> tuple[float, float]:
    frames = np.lib.stride_tricks.sliding_window_view(mono, _WINDOW)[::_HOP] * np.hanning(_WINDOW)
    level = np.log1p(100 * np.abs(np.fft.rfft(frames)))
    moved = np.diff(level, axis=0)
    at = (np.arange(len(moved)) * _HOP + _WINDOW / 2) / rate
    here = (at > second) & (at < second + 0.4)
    near = (at > second - _AWAY_S[0]) & (at < second + _AWAY_S[1])
    rest = (at > 5) & (at < len(mono) / rate - 5) & ~near
    steps = (np.maximum(0, moved).sum(1), np.maximum(0, -moved).sum(1))
    flux, fall = (float(step[here].max() / np.percentile(step[rest], 99)) for step in steps)
    return flux, fall


def depths(sound: npt.NDArray[np.float32], rate: int, second: float) -> tuple[float, float]:
    """Return the dip and the hole at a second of a recording, shape (2, n)."""
    sound = sound.T
    meter = pyloudnorm.Meter(rate, block_size=0.4)
    starts = np.arange(second - 8, second + 8, 0.5)
    levels = np.array(
        [meter.integrated_loudness(sound[int(s * rate) : int((s + 1.5) * rate)]) for s in starts]
    )
    before, after = starts < second - 1, starts >= second + 3
    least = levels[~before & ~after].min()
    quieter = min(np.median(levels[before]), np.median(levels[after]))
    return float(np.median(levels) - least), float(quieter - least)
