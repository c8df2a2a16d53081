"""A word when the wall clock jumps, or the machine slept."""

import sys
import time
from typing import Final

import structlog

_NOTABLE_S: Final = 2.0


class ClockWatch:
    """Compares the wall clock with one that only goes on, at each look.

    What the wall clock gains or loses by more than two seconds is logged once. `asleep` counts the seconds
    that the machine was suspended: those are no jump.
    """

    def __init__(self, unix: float, monotonic: float, asleep: float = 0.0) -> None:
        self._ahead = unix - monotonic
        self._asleep = asleep

    def see(self, unix: float, monotonic: float, asleep: float = 0.0) -> None:
        """Take a reading of the clocks, in seconds."""
        jumped, slept = unix - monotonic - self._ahead, asleep - self._asleep
        log = structlog.get_logger("auralis.observability")
        if slept > _NOTABLE_S:
            log.warning("machine_suspended", seconds=round(slept, 1))
            jumped -= slept
            self._asleep = asleep
            self._ahead += slept
        if abs(jumped) > _NOTABLE_S:
            log.warning("clock_jumped", seconds=round(jumped, 1), audio="goes on by the monotonic clock")
            self._ahead = unix - monotonic


def asleep() -> float:
    """Return for how many seconds the machine was suspended since it was started, where it can be told."""
    if sys.platform != "linux":
        return 0.0
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.monotonic()
