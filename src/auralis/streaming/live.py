"""The newest packets of a station, which listeners read at their own pace."""

from collections import deque

from auralis.streaming.chunk import SILENT, Chunk
from auralis.streaming.packet import Packet
from auralis.streaming.ring import RingBuffer

DEPTH = 5
"""Chunks that wait for a slow listener before it skips."""


class Live:
    """What was broadcast last, and the ring behind and ahead of it.

    `position` is the number of the next chunk to be broadcast. One queue of `depth` packets is
    shared by all listeners, each with a cursor of its own, so that a broadcast costs the same
    however many are behind.
    """

    def __init__(self, ring: RingBuffer, position: int, depth: int = DEPTH) -> None:
        self.ring = ring
        self.position = position
        self.depth = depth
        self._recent: deque[Packet] = deque(maxlen=depth)

    @property
    def oldest(self) -> int:
        """The oldest chunk in the queue, `position` if it is empty."""
        return self._recent[0].chunk.seq if self._recent else self.position

    def append(self, packet: Packet) -> None:
        """Broadcast the packet of chunk `position`."""
        self._recent.append(packet)
        self.position = packet.chunk.seq + 1

    def jump(self, position: int) -> None:
        """Leave out every chunk before `position` that was not broadcast yet."""
        self._recent.clear()
        self.position = position

    def packet(self, seq: int) -> Packet:
        """Return a chunk that is in the queue."""
        return self._recent[seq - self.oldest]

    def recall(self, seq: int) -> Packet | None:
        """Return a chunk from the ring, None if it is not there."""
        chunk = self.ring.read(seq)
        return None if chunk is None else Packet(chunk, self.ring.sample_rate)

    def silence(self, seq: int, timestamp: float) -> Chunk:
        """Return the flagged silence that stands for a chunk that is missing."""
        return Chunk(seq, timestamp, SILENT, bytes(self.ring.chunk_bytes))
