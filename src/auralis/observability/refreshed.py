"""A figure that costs something to take."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Refreshed(Generic[T]):
    """The result of `measure`, taken again when it is asked for and older than `period` seconds.

    `now` returns monotonic seconds.
    """

    def __init__(self, measure: Callable[[], T], now: Callable[[], float], period: float = 1.0) -> None:
        self._measure = measure
        self._now = now
        self._period = period
        self._taken = now()
        self._value = measure()

    @property
    def value(self) -> T:
        """The newest result."""
        now = self._now()
        if now - self._taken >= self._period:
            self._taken, self._value = now, self._measure()
        return self._value
