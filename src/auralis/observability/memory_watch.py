"""A word of warning when memory grows."""

from typing import Final

import structlog

LIMIT_MB: Final = 500.0
_CALM: Final = 0.9


class MemoryWatch:
    """Warns once when memory passes a limit, and again only after it was below nine tenths of it."""

    def __init__(self, limit_mb: float = LIMIT_MB) -> None:
        self._limit = limit_mb
        self.high = False
        """Whether memory has passed the limit, and not been below nine tenths of it since."""

    def see(self, memory_mb: float) -> None:
        """Take a reading, in MiB."""
        if memory_mb > self._limit and not self.high:
            log = structlog.get_logger("auralis.observability")
            log.warning("memory_high", memory_mb=round(memory_mb), limit_mb=self._limit)
            self.high = True
        elif memory_mb < _CALM * self._limit:
            self.high = False
