"""A record of any length in a bounded number of columns."""

from collections.abc import Callable

import numpy as np

from auralis.analysis.framing import Floats


class Pool:
    """Keeps fewer than `2 * limit` columns: whenever there are so many, neighbours are merged in pairs.

    `merge` reduces shape (n, k, rows) along its second axis, as `np.mean` and `np.max` do.
    """

    def __init__(self, limit: int, rows: int, merge: Callable[..., Floats]) -> None:
        self._merge = merge
        self._each = 1
        self._kept: Floats = np.zeros((2 * limit, rows))
        self._count = 0
        self._waiting: Floats = np.zeros((0, rows))

    @property
    def each(self) -> int:
        """How many of what was added are one column."""
        return self._each

    @property
    def columns(self) -> Floats:
        """The columns that are whole, shape (columns, rows), in their order."""
        return self._kept[: self._count].copy()

    def add(self, fresh: Floats) -> None:
        """Add columns, shape (n, rows)."""
        waiting = np.concatenate([self._waiting, fresh])
        while len(waiting) >= self._each:
            taken = min(len(waiting) // self._each, len(self._kept) - self._count)
            self._kept[self._count : self._count + taken] = self._merged(
                waiting[: taken * self._each], self._each
            )
            waiting = waiting[taken * self._each :]
            self._count += taken
            if self._count == len(self._kept):
                self._halve()
        self._waiting = waiting

    def _halve(self) -> None:
        self._count //= 2
        self._kept[: self._count] = self._merged(self._kept, 2)
        self._each *= 2

    def _merged(self, columns: Floats, each: int) -> Floats:
        return self._merge(columns.reshape(-1, each, columns.shape[1]), axis=1)
