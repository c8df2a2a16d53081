"""A station in one form: encoded once, in order, and remembered."""

from collections.abc import Sequence
from time import perf_counter
from typing import Final

from auralis.observability.histogram import Histogram
from auralis.streaming.chunk import Chunk
from auralis.streaming.codec import Codec
from auralis.streaming.ring import RingBuffer
from auralis.streaming.stream_codec import StreamCodec

_GAP: Final = 10
"""Chunks nobody asked for that are encoded after all, so that the encoder hears no gap."""


class Encoding:
    """One encoder of a station, and the packets of its newest chunks, as many as the ring has.

    `stream` and `message` are wire forms of it. Whoever asks for a chunk first has it encoded; the
    chunks before it that nobody asked for come from the ring. One that is older than what is
    remembered is encoded apart. `took` gets the milliseconds that each chunk took.
    """

    def __init__(self, codec: StreamCodec, ring: RingBuffer, took: Histogram) -> None:
        self.codec = codec
        self.stream = Codec(codec.name, self._framed)
        self.message = Codec(codec.subprotocol or "", self._messaged)
        self._ring = ring
        self._took = took
        self._encoder = codec.encoder(ring.sample_rate, ring.read)
        self._packets: dict[int, Sequence[bytes]] = {}
        self._position = 0

    def catch_up(self, until: int) -> None:
        """Encode what was played before chunk `until`; this takes long, and may run in a thread.

        If nothing was, silence is encoded apart, so that the libraries are loaded when sound comes.
        """
        self._fill(max(self._ring.tail, until - self.codec.history), until)
        if not self._packets:
            self._apart(Chunk(0, 0.0, 0, bytes(self._ring.chunk_bytes)))

    def packets(self, chunk: Chunk) -> Sequence[bytes]:
        """Return the packets of a chunk."""
        found = self._packets.get(chunk.seq)
        if found is not None:
            return found
        if chunk.seq < self._position:
            return self._apart(chunk)
        if self._position:
            self._fill(max(self._position, chunk.seq - _GAP), chunk.seq)
        return self._encode(chunk)

    def _apart(self, chunk: Chunk) -> Sequence[bytes]:
        return self.codec.encoder(self._ring.sample_rate, self._ring.read).encode(chunk)

    def _fill(self, first: int, until: int) -> None:
        for seq in range(first, until):
            chunk = self._ring.read(seq)
            if chunk is not None:
                self._encode(chunk)

    def _encode(self, chunk: Chunk) -> Sequence[bytes]:
        started = perf_counter()
        packets = self._encoder.encode(chunk)
        self._took.record(1000 * (perf_counter() - started))
        self._packets[chunk.seq] = packets
        self._position = chunk.seq + 1
        while len(self._packets) > self._ring.capacity:
            del self._packets[next(iter(self._packets))]
        return packets

    def _framed(self, chunk: Chunk, sample_rate: int) -> bytes:
        del sample_rate
        return self.codec.frame(chunk.seq, self.packets(chunk))

    def _messaged(self, chunk: Chunk, sample_rate: int) -> bytes:
        del sample_rate
        make = self.codec.message
        if make is None:
            raise LookupError(f"{self.codec.name} has no form for sockets")
        return make(chunk, self.packets(chunk))
