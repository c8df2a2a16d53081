"""Memory without a name that processes share by its descriptor."""

import mmap
import os
from types import TracebackType
from typing import Self


class SharedMemory:
    """Anonymous shared memory: new, or joined by a descriptor, which it owns from then on.

    It is gone when the last process that holds it is, however they end.
    """

    def __init__(self, fd: int, size: int = 0) -> None:
        if size:
            os.ftruncate(fd, size)
        self._fd = fd
        self._map = mmap.mmap(fd, os.fstat(fd).st_size)

    @classmethod
    def new(cls, size: int) -> Self:
        """Return zeros."""
        return cls(os.memfd_create("auralis"), size)

    @property
    def size(self) -> int:
        """Bytes that are mapped here."""
        return len(self._map)

    def fileno(self) -> int:
        """Return the descriptor to hand to another process."""
        return self._fd

    def view(self) -> memoryview:
        """Return its bytes; every view must be released before `grow` or `close`."""
        return memoryview(self._map)

    def grow(self, size: int) -> None:
        """Make it longer for whoever maps it from now on; what is in it stays where it is."""
        self._map.close()
        os.ftruncate(self._fd, size)
        self._map = mmap.mmap(self._fd, size)

    def close(self) -> None:
        """Let go of it."""
        self._map.close()
        os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
