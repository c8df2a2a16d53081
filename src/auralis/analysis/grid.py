"""Means of a stream over an even grid of time, such as the tenths of a second that loudness is read on."""

from typing import Final

import numpy as np

from auralis.analysis.framing import Floats

TENTHS: Final = 10
"""Cells a second."""


class Grid:
    """Averages what is pushed, shape (rows, n), over cells [k·rate/cells, (k+1)·rate/cells)."""

    def __init__(self, rows: int, rate: int, cells: int = TENTHS) -> None:
        self._rate = rate
        self._cells = cells
        self._count = 0
        self._held: Floats = np.zeros((rows, 0))
        self._sums: list[Floats] = []

    def push(self, values: Floats) -> None:
        """Take more of the stream."""
        held = np.concatenate([self._held, values], axis=1)
        start = self._edge(self._count)
        last = (start + held.shape[1]) * self._cells // self._rate
        ends = np.arange(self._count, last + 1) * self._rate // self._cells - start
        if last > self._count:
            self._sums.append(np.add.reduceat(held[:, : ends[-1]], ends[:-1], axis=1))
        self._held = held[:, ends[-1] :]
        self._count = last

    @property
    def means(self) -> Floats:
        """The mean of each row in each cell that is over, shape (rows, cells)."""
        sums = np.concatenate([np.zeros((len(self._held), 0)), *self._sums], axis=1)
        means: Floats = sums / np.diff(np.arange(self._count + 1) * self._rate // self._cells)
        return means

    def _edge(self, cell: int) -> int:
        return cell * self._rate // self._cells


def sliding_means(values: Floats, cells: int) -> Floats:
    """Return the means of so many values in a row, shape (n,), one beginning at each value."""
    if len(values) < cells:
        return np.zeros(0)
    means: Floats = np.lib.stride_tricks.sliding_window_view(values, cells).mean(axis=1)
    return means
