"""The ring of chunks between one writer and many readers, in this process or in others.

It lives in any flat memory (shared memory, a bytearray). Every slot is a seqlock (Lameter,
"Effective synchronization on Linux/NUMA systems", 2005): its stamp is cleared before and set after
a write, and a reader looks at it before and after copying. The slot's CRC-32 is compared as well,
so that a torn read is found on machines that reorder stores. Nobody ever waits for anybody.
"""

import math
import zlib
from typing import Final

import numpy as np

from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS, CHUNKS_PER_SECOND, SAMPLE_RATES, Pcm, chunk_frames
from auralis.streaming.chunk import Chunk

_MAGIC: Final = 0x31_474E_4952_5541  # "AURING1", read as a little-endian integer
_HEADER: Final = 64
_RATE, _CAPACITY, _HEAD, _ORIGIN, _FIRST = 1, 2, 3, 4, 5
_SLOT_HEADER: Final = 32
_STAMP, _TIMESTAMP, _FLAGS, _CRC = 0, 1, 2, 3
_WORD: Final = 8


def _pcm_bytes(sample_rate: int) -> int:
    return chunk_frames(sample_rate) * CHANNELS * 2


def _chunks(seconds: float) -> int:
    return max(2, math.ceil(seconds * CHUNKS_PER_SECOND))


class RingBuffer:
    """The newest `capacity` chunks of a station, by absolute number: one writer, any number of readers.

    `memory` must be at least `bytes_needed` long and start at a multiple of 8, as shared memory does.
    With `create` it is emptied; without, an existing ring is joined, and `InvalidValue` is raised if
    the memory holds none of this rate and size. A writer that joins goes on at `head`. A new ring
    begins with chunk `first`; memory that is `blank`, all zero, need not be emptied.
    """

    def __init__(
        self,
        memory: memoryview | bytearray,
        sample_rate: int,
        seconds: float,
        *,
        create: bool,
        first: int = 0,
        blank: bool = False,
    ) -> None:
        needed = self.bytes_needed(sample_rate, seconds)
        whole = memoryview(memory)
        if whole.nbytes < needed:
            size = whole.nbytes
            whole.release()
            raise InvalidValue("memory", size, f"{needed} bytes or more")
        self.sample_rate = sample_rate
        self.capacity = _chunks(seconds)
        self._pcm = _pcm_bytes(sample_rate)
        self._stride = _SLOT_HEADER + self._pcm
        self._bytes = whole[:needed].cast("B")
        self._words = self._bytes.cast("q")
        self._reals = self._bytes.cast("d")
        whole.release()
        if create:
            self._clear(first, blank=blank)
        else:
            self._join()

    @staticmethod
    def bytes_needed(sample_rate: int, seconds: float) -> int:
        """Return the size of a ring that remembers `seconds` (at least two chunks)."""
        if sample_rate not in SAMPLE_RATES:
            raise InvalidValue("sample_rate", sample_rate, " or ".join(map(str, SAMPLE_RATES)))
        if not 0 < seconds <= 3600:
            raise InvalidValue("seconds", seconds, "more than 0, at most 3600")
        return _HEADER + _chunks(seconds) * (_SLOT_HEADER + _pcm_bytes(sample_rate))

    @property
    def chunk_bytes(self) -> int:
        """The size of a chunk's PCM: 17,640 bytes at 44.1 kHz."""
        return self._pcm

    @property
    def head(self) -> int:
        """The number of the next chunk to be written."""
        return self._words[_HEAD]

    @property
    def first(self) -> int:
        """The chunk with which it began."""
        return self._words[_FIRST]

    @property
    def tail(self) -> int:
        """The oldest chunk still there (equal to `head` while the ring is empty)."""
        return max(self.first, self.head - self.capacity)

    @property
    def origin(self) -> float:
        """CLOCK_MONOTONIC seconds at which chunk 0 is due; infinite until the writer sets it."""
        return self._reals[_ORIGIN]

    @origin.setter
    def origin(self, seconds: float) -> None:
        self._reals[_ORIGIN] = seconds

    def due(self, seq: int) -> float:
        """Return the CLOCK_MONOTONIC second at which a chunk is due."""
        return self.origin + seq / CHUNKS_PER_SECOND

    def write(self, pcm: Pcm, timestamp: float, flags: int = 0) -> int:
        """Append a chunk, int16 of shape (rate/10, 2), and return its number; the oldest gives way.

        Raises `InvalidValue` for another shape or type.
        """
        if pcm.dtype != "int16" or pcm.shape != (chunk_frames(self.sample_rate), CHANNELS):
            allowed = f"int16 of shape ({chunk_frames(self.sample_rate)}, {CHANNELS})"
            raise InvalidValue("pcm", f"{pcm.dtype} of shape {pcm.shape}", allowed)
        data = np.ascontiguousarray(pcm, "<i2").data.cast("B")
        seq = self.head
        start = self._start(seq)
        word = start // _WORD
        self._words[word + _STAMP] = 0
        self._bytes[start + _SLOT_HEADER : start + self._stride] = data
        self._reals[word + _TIMESTAMP] = timestamp
        self._words[word + _FLAGS] = flags
        self._words[word + _CRC] = self._check(seq, flags, data)
        self._words[word + _STAMP] = seq + 1
        self._words[_HEAD] = seq + 1
        return seq

    def read(self, seq: int) -> Chunk | None:
        """Return a chunk, or None if it is not written yet, overwritten, or being overwritten.

        None as well where the ring has been released: another thread may do so in the midst of it.
        """
        if seq < 0:
            return None
        try:
            return self._read(seq)
        except ValueError:  # of a view that is released
            return None

    def _read(self, seq: int) -> Chunk | None:
        start = self._start(seq)
        word = start // _WORD
        if self._words[word + _STAMP] != seq + 1:
            return None
        data = bytes(self._bytes[start + _SLOT_HEADER : start + self._stride])
        timestamp, flags = self._reals[word + _TIMESTAMP], self._words[word + _FLAGS]
        check = self._words[word + _CRC]
        if self._words[word + _STAMP] != seq + 1 or check != self._check(seq, flags, data):
            return None
        return Chunk(seq, timestamp, flags, data)

    def release(self) -> None:
        """Let go of the memory, so that shared memory can be closed; the ring is of no use afterwards."""
        for view in (self._words, self._reals, self._bytes):
            view.release()

    def _start(self, seq: int) -> int:
        return _HEADER + (seq % self.capacity) * self._stride

    @staticmethod
    def _check(seq: int, flags: int, data: bytes | memoryview) -> int:
        return zlib.crc32(data, (seq ^ flags) & 0xFFFF_FFFF)

    def _clear(self, first: int, *, blank: bool) -> None:
        self._words[0] = 0
        for slot in range(0 if blank else self.capacity):
            self._words[self._start(slot) // _WORD + _STAMP] = 0
        self._words[_RATE], self._words[_CAPACITY] = self.sample_rate, self.capacity
        self._words[_FIRST] = self._words[_HEAD] = first
        self._reals[_ORIGIN] = math.inf
        self._words[0] = _MAGIC

    def _join(self) -> None:
        found = tuple(self._words[:3])
        if found != (_MAGIC, self.sample_rate, self.capacity):
            self.release()
            raise InvalidValue(
                "memory",
                f"magic {found[0]:#x}, rate {found[1]}, {found[2]} chunks",
                f"a ring of {self.capacity} chunks at {self.sample_rate} Hz",
            )
