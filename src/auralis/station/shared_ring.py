"""A ring in memory that two processes share."""

from typing import Self

from auralis.station.shared_memory import SharedMemory
from auralis.streaming.ring import RingBuffer


class SharedRing:
    """A ring in anonymous shared memory: nothing is left behind when both processes are gone."""

    def __init__(
        self, memory: SharedMemory, sample_rate: int, seconds: float, *, create: bool, first: int = 0
    ) -> None:
        self._memory = memory
        self.ring = RingBuffer(memory.view(), sample_rate, seconds, create=create, first=first, blank=create)

    @classmethod
    def new(cls, sample_rate: int, seconds: float, first: int = 0) -> Self:
        """Return an empty ring that begins with chunk `first`."""
        memory = SharedMemory.new(RingBuffer.bytes_needed(sample_rate, seconds))
        return cls(memory, sample_rate, seconds, create=True, first=first)

    @classmethod
    def joined(cls, fd: int, sample_rate: int, seconds: float) -> Self:
        """Return a ring that another process has made; it owns the descriptor."""
        return cls(SharedMemory(fd), sample_rate, seconds, create=False)

    def fileno(self) -> int:
        """Return the descriptor to hand to the other process."""
        return self._memory.fileno()

    def close(self) -> None:
        """Let go of the ring."""
        self.ring.release()
        self._memory.close()
