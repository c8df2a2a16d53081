"""How much a counter has grown lately."""

from collections import deque
from collections.abc import Callable


class Recent:
    """Remembers when a counter grew; `count` is by how much in the last `seconds` of the clock `now`."""

    def __init__(self, seconds: float, now: Callable[[], float]) -> None:
        self._seconds = seconds
        self._now = now
        self._last = 0
        self._grown: deque[tuple[float, int]] = deque()

    def see(self, total: int) -> None:
        """Take a reading; a counter that is lower than before has begun anew."""
        if total > self._last:
            self._grown.append((self._now(), total - self._last))
        self._last = total

    @property
    def count(self) -> int:
        """By how much it grew."""
        while self._grown and self._now() - self._grown[0][0] > self._seconds:
            self._grown.popleft()
        return sum(growth for _, growth in self._grown)
