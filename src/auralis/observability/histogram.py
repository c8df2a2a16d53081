"""The distribution of the newest measurements."""

from collections import deque
from itertools import repeat
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.observability.buckets import Buckets

SIZE: Final = 1000
PERCENTILES: Final = (50, 95, 99)


class Histogram:
    """Remembers the last 1,000 measurements, in milliseconds or any other unit; `buckets` counts them all.

    Percentiles are interpolated linearly between the closest ranks (Hyndman and Fan's type 7,
    "Sample Quantiles in Statistical Packages", 1996), as numpy does by default.
    """

    __slots__ = ("_values", "buckets")

    def __init__(self, size: int = SIZE) -> None:
        if size < 1:
            raise InvalidValue("size", size, "1 or more")
        self.buckets = Buckets()
        self._values: deque[float] = deque(maxlen=size)

    def __len__(self) -> int:
        return len(self._values)

    def record(self, value: float, times: int = 1) -> None:
        """Add a measurement, or several that are equal; the oldest give way once there are `size`."""
        if times < 1:
            return
        self.buckets.add(value, times)
        self._values.extend(repeat(value, times))

    @property
    def average(self) -> float:
        """The mean of what is remembered, 0 if nothing is."""
        return sum(self._values) / len(self._values) if self._values else 0.0

    def percentile(self, percent: float) -> float:
        """Return the value that `percent` of the measurements do not exceed, 0 if there are none."""
        return _percentile(sorted(self._values), percent)

    def snapshot(self) -> dict[str, float]:
        """Return `avg`, `p50`, `p95` and `p99`."""
        ordered = sorted(self._values)
        return {"avg": self.average} | {f"p{p}": _percentile(ordered, p) for p in PERCENTILES}


def _percentile(ordered: list[float], percent: float) -> float:
    if not 0 <= percent <= 100:
        raise InvalidValue("percent", percent, "0 to 100")
    if not ordered:
        return 0.0
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
