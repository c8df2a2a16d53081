"""Ctrl-C as a wish instead of an exception."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Interruption:
    """True once someone has interrupted."""

    def __init__(self) -> None:
        self._since: float | None = None

    def __bool__(self) -> bool:
        return self._since is not None

    def longer_than(self, seconds: float) -> bool:
        """Return whether it is longer ago than some seconds."""
        return self._since is not None and time.monotonic() - self._since > seconds

    def interrupt(self) -> None:
        """Interrupt; a second time changes nothing."""
        self._since = self._since or time.monotonic()


@contextmanager
def interruption() -> Iterator[Interruption]:
    """Give what SIGINT interrupts, for as long as the context lasts. For the main thread."""
    found = Interruption()
    before = signal.signal(signal.SIGINT, lambda *_: found.interrupt())
    try:
        yield found
    finally:
        signal.signal(signal.SIGINT, before)
