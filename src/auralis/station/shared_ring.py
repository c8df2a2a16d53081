"""A ring in memory that two processes share."""

import mmap
import tempfile
from pathlib import Path

from auralis.streaming.ring import RingBuffer

_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 -- the kernel's memory file system; the file has no name there


class SharedRing:
    """An unnamed file, mapped here and, by its inherited descriptor, in the worker.

    Nothing is left behind when both processes are gone, however they end.
    """

    def __init__(self, sample_rate: int, seconds: float) -> None:
        size = RingBuffer.bytes_needed(sample_rate, seconds)
        folder = _MEMORY_FOLDER if _MEMORY_FOLDER.is_dir() else None
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 -- lives as long as the ring
        self._file.truncate(size)
        self._memory = mmap.mmap(self._file.fileno(), size)
        self.ring = RingBuffer(memoryview(self._memory), sample_rate, seconds, create=True)

    def fileno(self) -> int:
        """Return the descriptor to hand to the worker."""
        return self._file.fileno()

    def close(self) -> None:
        """Let go of the ring."""
        self.ring.release()
        self._memory.close()
        self._file.close()
