"""The way to one listener, as far as it can be gone without waiting."""

from collections.abc import Callable
from typing import Protocol


class Connection(Protocol):
    """An open WebSocket connection."""

    @property
    def write_now(self) -> Callable[[bytes], int] | None:
        """The system's own call, None if there is none: returns how much it took, or raises `OSError`."""
        ...

    @property
    def clear(self) -> bool:
        """Whether it is open and nothing waits in it."""
        ...

    def push(self, frame: bytes) -> bool:
        """Write a whole frame at once; return False and write nothing while anything waits before it."""
        ...

    def finish(self, rest: bytes) -> None:
        """Write the rest of a frame of which the beginning was sent."""
        ...

    def hang_up(self) -> None:
        """End the connection, whatever waits to be written."""
        ...
