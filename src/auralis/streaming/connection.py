"""The way to one listener, as far as it can be gone without waiting."""

from typing import Protocol


class Connection(Protocol):
    """An open WebSocket connection."""

    @property
    def descriptor(self) -> int | None:
        """The descriptor that frames may be written to by the system's own call, None if there is none."""
        ...

    @property
    def clear(self) -> bool:
        """Whether it is open and nothing waits in it."""
        ...

    def push(self, frame: bytes) -> bool:
        """Write a whole frame at once; return False and write nothing while anything waits before it."""
        ...

    def finish(self, rest: bytes) -> None:
        """Write the rest of a frame of which the beginning was written to the descriptor."""
        ...

    def hang_up(self) -> None:
        """End the connection, whatever waits to be written."""
        ...
