"""A listener's connection that needs no network: it takes what it is given, or not."""

from collections.abc import Callable

from auralis.server.wire import Protocol


class SimulatedConnection(Protocol):
    """Stands for uvicorn's connection, as `streaming.connection.Connection`; it counts the frames it took.

    While it is `stuck` it takes a quarter of a frame at most; what did not fit waits until it is not stuck
    any more.
    """

    def __init__(self) -> None:  # nothing of uvicorn's is needed
        self.frames = 0
        self.stuck = False
        self.hung_up = False
        self._waits = 0

    def __del__(self) -> None:
        """Let nothing go: there is no descriptor."""

    @property
    def write_now(self) -> Callable[[bytes], int] | None:  # type: ignore[override]
        """Return what takes a frame, or the beginning of it."""
        return self._write

    @property
    def clear(self) -> bool:
        """Whether nothing waits in it."""
        if not self.stuck:
            self._waits = 0
        return not self.hung_up and not self._waits

    def push(self, frame: bytes) -> bool:
        """Take a whole frame, or nothing."""
        if not self.clear or self.stuck:
            return False
        self.frames += 1
        return True

    def finish(self, rest: bytes) -> None:
        """Take the rest of a frame, sooner or later."""
        self._waits += len(rest)

    def hang_up(self) -> None:
        """End it."""
        self.hung_up = True

    def _write(self, frame: bytes) -> int:
        if self.stuck:
            return len(frame) // 4 if not self._waits else 0
        self.frames += 1
        return len(frame)
