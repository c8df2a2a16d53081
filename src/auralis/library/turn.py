"""Whose turn it is to make a file: one process at a time, among all that share a library."""

import fcntl
import os
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Final

_LOCK: Final = ".lock"
_LOOK_S: Final = 0.25


class Turn:
    """`with turn as lock` waits until nobody else holds the library's lock, and gives its descriptor.

    Children that inherit the descriptor hold it as well: one that outlives its server keeps others from
    writing what it writes. It gives None if `give_up` is called.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / _LOCK
        self._given_up = Event()
        self._held: int | None = None

    def give_up(self) -> None:
        """Wait no more, now and later."""
        self._given_up.set()

    def __enter__(self) -> int | None:
        while self._held is None and not self._given_up.is_set():
            self._held = self._taken()
            if self._held is None:
                self._given_up.wait(_LOOK_S)
        return self._held

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _taken(self) -> int | None:
        try:
            lock = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError:
            return None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            return None
        return lock
