"""Dropouts: holes in which the samples stand still while there is sound before and after."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.analysis.framing import Floats
from auralis.analysis.grid import Grid

_LEAST_S: Final = 0.005
_CELLS: Final = 100
_BESIDE: Final = 2
"""The two cells, of 10 ms each, before and after a hole in which there must be sound."""
_SOUND: Final = 1e-5
"""The power, -50 dBFS, of what is sound."""


@dataclass(frozen=True)
class Dropout:
    """A hole: where it begins and how long it is, in seconds."""

    start_s: float
    length_s: float


class DropoutMeter:
    """Finds stretches of 5 ms or more in which no channel, shape (channels, n), moves."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._powers = Grid(1, rate, _CELLS)
        self._last: Floats = np.full((channels, 1), np.nan)
        self._position = 0
        self._moved = 0
        self._holes: list[tuple[int, int]] = []

    def feed(self, block: Floats) -> None:
        """Take more of the sound."""
        if not block.shape[1]:
            return
        moving = np.diff(block, axis=1, prepend=self._last).any(axis=0)
        moves = np.concatenate([[self._moved], self._position + np.flatnonzero(moving)])
        for index in np.flatnonzero(np.diff(moves) >= _LEAST_S * self._rate):
            self._holes.append((int(moves[index]), int(moves[index + 1])))
        self._moved, self._last = int(moves[-1]), block[:, -1:]
        self._position += block.shape[1]
        self._powers.push(np.square(block).mean(axis=0, keepdims=True))

    @property
    def dropouts(self) -> tuple[Dropout, ...]:
        """What was found, in its order."""
        powers = self._powers.means[0]
        return tuple(
            Dropout(start / self._rate, (end - start) / self._rate)
            for start, end in self._holes
            if self._sounds(powers, start, -_BESIDE) and self._sounds(powers, end, 1)
        )

    def _sounds(self, powers: Floats, place: int, offset: int) -> bool:
        """Whether the cells at an offset from a place's own are sound."""
        first = max(0, place * _CELLS // self._rate + offset)
        beside = powers[first : first + _BESIDE]
        return len(beside) > 0 and float(beside.mean()) > _SOUND
