"""A distribution over all time, in few numbers."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from auralis.core.errors import InvalidValue

LATENCIES_MS: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
"""Upper bounds for anything from a write to a player's whole delay."""


class Buckets:
    """Counts measurements by upper bound, as Prometheus histograms do, with their number and sum.

    `bounds` must rise; what is above the last of them is counted in `count` alone.
    """

    __slots__ = ("_counts", "bounds", "sum")

    def __init__(self, bounds: Sequence[float] = LATENCIES_MS) -> None:
        if not bounds or any(b <= a for a, b in pairwise(bounds)):
            raise InvalidValue("bounds", bounds, "one number or more, rising")
        self.bounds = tuple(bounds)
        self.sum = 0.0
        self._counts = [0] * (len(bounds) + 1)

    def add(self, value: float, times: int = 1) -> None:
        """Count a measurement, or several that are equal."""
        self._counts[bisect_left(self.bounds, value)] += times
        self.sum += value * times

    @property
    def count(self) -> int:
        """How many there were."""
        return sum(self._counts)

    @property
    def cumulative(self) -> list[tuple[float, int]]:
        """Each bound with how many measurements do not exceed it."""
        total, found = 0, []
        for bound, count in zip(self.bounds, self._counts, strict=False):
            total += count
            found.append((bound, total))
        return found
