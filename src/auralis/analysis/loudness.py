"""Loudness after EBU R128: ITU-R BS.1770-4, and the loudness range of EBU Tech 3342."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.analysis.decibels import levels
from auralis.analysis.framing import Floats
from auralis.analysis.grid import Grid, sliding_means
from auralis.analysis.weighting import Weighting

MOMENTARY_TENTHS: Final = 4
SHORT_TERM_TENTHS: Final = 30
_OFFSET: Final = -0.691
_SILENCE_LUFS: Final = -70.0
_GATE_LU: Final = -10.0
_RANGE_GATE_LU: Final = -20.0
_RANGE_TENTHS: Final = 300
_QUIET_PERCENT: Final = 10
_LOUD_PERCENT: Final = 95


@dataclass(frozen=True)
class Loudness:
    """Loudness of a whole; None where it is too short or too quiet to have one.

    `range_lu` needs 30 s: of fewer 3 s windows a distribution says little.
    """

    integrated_lufs: float | None
    range_lu: float | None
    momentary_max_lufs: float | None
    short_term_max_lufs: float | None


class LoudnessMeter:
    """Measures channels, shape (channels, n), each counted once (left, right, or mono)."""

    def __init__(self, rate: int, channels: int) -> None:
        self._weighting = Weighting(rate, channels)
        self._grid = Grid(1, rate)

    def feed(self, block: Floats) -> None:
        """Take more of the sound."""
        self._grid.push(np.square(self._weighting.apply(block)).sum(axis=0, keepdims=True))

    @property
    def powers(self) -> Floats:
        """The weighted power of each tenth of a second, shape (tenths,)."""
        powers: Floats = self._grid.means[0]
        return powers


def loudness(powers: Floats) -> Loudness:
    """Return the figures of weighted powers of tenths of a second."""
    momentary, short = momentary_powers(powers), short_term_powers(powers)
    return Loudness(_integrated(momentary), _range(short), _greatest(momentary), _greatest(short))


def momentary_powers(powers: Floats) -> Floats:
    """Return the power of each 0.4 s, from the first on, a new one every tenth of a second."""
    return sliding_means(powers, MOMENTARY_TENTHS)


def short_term_powers(powers: Floats) -> Floats:
    """Return the power of each 3 s, from the first on, a new one every tenth of a second."""
    return sliding_means(powers, SHORT_TERM_TENTHS)


def lufs(powers: Floats) -> Floats:
    """Return weighted powers as loudness."""
    return _OFFSET + levels(powers)


def _greatest(powers: Floats) -> float | None:
    greatest = float(powers.max(initial=0.0))
    return float(lufs(np.array([greatest]))[0]) if greatest > 0 else None


def _integrated(momentary: Floats) -> float | None:
    heard = momentary[lufs(momentary) > _SILENCE_LUFS]
    if not len(heard):
        return None
    gate = lufs(heard.mean(keepdims=True)) + _GATE_LU
    return float(lufs(heard[lufs(heard) > gate].mean(keepdims=True))[0])


def _range(short: Floats) -> float | None:
    heard = short[lufs(short) >= _SILENCE_LUFS]
    if len(short) + SHORT_TERM_TENTHS - 1 < _RANGE_TENTHS or not len(heard):
        return None
    gate = lufs(heard.mean(keepdims=True)) + _RANGE_GATE_LU
    ordered = np.sort(lufs(heard[lufs(heard) >= gate]))
    last = len(ordered) - 1
    quiet, loud = (ordered[round(last * percent / 100)] for percent in (_QUIET_PERCENT, _LOUD_PERCENT))
    return float(loud - quiet)
