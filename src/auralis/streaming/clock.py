"""The times that streaming needs, so that tests can own them."""

from typing import Protocol


class Clock(Protocol):
    """Two readings and a wait."""

    def monotonic(self) -> float:
        """Return CLOCK_MONOTONIC seconds: they never go back, and every process reads the same."""
        ...

    def unix(self) -> float:
        """Return seconds since 1970."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return no earlier than after `seconds`; other tasks run meanwhile, even for 0."""
        ...
