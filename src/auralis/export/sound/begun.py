"""A piece that was begun: its file, and how much of it has been handed over."""

import os
import pickle
from collections import deque

from auralis.export.sound.walk import Stint


class Begun:
    """A piece that a process is at, or has done."""

    def __init__(self) -> None:
        self.ended = False
        self.descriptor = -1
        self._sizes: deque[int] = deque()
        self._read = 0

    @property
    def ready(self) -> bool:
        """Whether a stint can be taken over."""
        return bool(self._sizes)

    def hand(self, size: int) -> None:
        """Note a stint that is in the file."""
        self._sizes.append(size)

    def next(self) -> Stint:
        """Return the next stint."""
        size = self._sizes.popleft()
        data = bytearray()
        while len(data) < size:
            data += os.pread(self.descriptor, size - len(data), self._read + len(data))
        self._read += size
        stint: Stint = pickle.loads(data)  # noqa: S301 -- from our own process
        return stint

    def close(self) -> None:
        """Let go of the file."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1
