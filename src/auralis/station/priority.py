"""A worker's place in the queue for the processor: behind the server's, but for the moments of a takeover."""

import contextlib
import os
from typing import Final

_LOW: Final = 10
_ORDINARY: Final = 0


class Priority:
    """Nice 10. It can be raised for a while where the system lets a process do that; elsewhere it stays."""

    def __init__(self) -> None:
        self._high = False

    def raise_it(self) -> None:
        """Be as important as the server."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _ORDINARY)
            self._high = True

    def lower(self) -> None:
        """Give way to the server again."""
        if self._high:
            self._high = False
            os.setpriority(os.PRIO_PROCESS, 0, _LOW)

    @staticmethod
    def begin() -> None:
        """Give way to the server from now on."""
        os.setpriority(os.PRIO_PROCESS, 0, _LOW)
