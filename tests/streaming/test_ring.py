"""The ring: what was written is read back, whole or not at all."""

import multiprocessing
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from auralis.core.errors import InvalidValue
from auralis.streaming.chunk import SILENT
from auralis.streaming.fake_source import FakeSource
from auralis.streaming.ring import RingBuffer

RATE = 44_100


def new_ring(seconds: float = 0.5) -> RingBuffer:
    return RingBuffer(bytearray(RingBuffer.bytes_needed(RATE, seconds)), RATE, seconds, create=True)


def test_an_empty_ring_is_due_never_and_holds_nothing() -> None:
    ring = new_ring()
    assert (ring.head, ring.tail, ring.capacity) == (0, 0, 5)
    assert ring.origin == float("inf")
    assert ring.read(0) is None
    assert ring.read(-1) is None


def test_a_ring_may_begin_anywhere() -> None:
    memory = bytearray(RingBuffer.bytes_needed(RATE, 0.5))
    ring = RingBuffer(memory, RATE, 0.5, create=True, first=12)
    assert (ring.first, ring.head, ring.tail) == (12, 12, 12)
    assert [ring.write(FakeSource.pcm(seq), 0.0) for seq in range(12, 16)] == [12, 13, 14, 15]
    joined = RingBuffer(memory, RATE, 0.5, create=False)
    assert (joined.first, joined.tail) == (12, 12)
    assert [seq for seq in range(20) if joined.read(seq)] == [12, 13, 14, 15]
    for seq in range(16, 20):
        ring.write(FakeSource.pcm(seq), 0.0)
    assert ring.tail == 15


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_chunks_come_back_byte_for_byte(rate: int) -> None:
    ring = RingBuffer(bytearray(RingBuffer.bytes_needed(rate, 1)), rate, 1, create=True)
    assert ring.write(FakeSource.pcm(0, rate), 12.5) == 0
    assert ring.write(FakeSource.pcm(1, rate), 12.75, SILENT) == 1
    chunk, silent = ring.read(0), ring.read(1)
    assert chunk is not None
    assert silent is not None
    assert chunk.pcm == FakeSource.pcm(0, rate).astype("<i2").tobytes()
    assert (chunk.seq, chunk.timestamp, chunk.silent) == (0, 12.5, False)
    assert (silent.seq, silent.timestamp, silent.silent) == (1, 12.75, True)


def test_a_chunk_is_due_a_tenth_of_a_second_after_the_one_before() -> None:
    ring = new_ring()
    ring.origin = 100.0
    assert ring.due(0) == 100.0
    assert ring.due(25) == 102.5


@pytest.mark.parametrize(
    "pcm",
    [
        np.zeros((4410, 2), np.float32),
        np.zeros((4410, 1), np.int16),
        np.zeros((4800, 2), np.int16),
    ],
)
def test_a_wrong_block_is_refused(pcm: np.ndarray) -> None:
    ring = new_ring()
    with pytest.raises(InvalidValue, match="pcm"):
        ring.write(pcm, 0.0)
    assert ring.head == 0


def test_a_ring_is_refused_where_there_is_none_or_another() -> None:
    memory = bytearray(RingBuffer.bytes_needed(RATE, 1))
    with pytest.raises(InvalidValue, match="memory"):
        RingBuffer(memory, RATE, 1, create=False)
    RingBuffer(memory, RATE, 1, create=True).release()
    with pytest.raises(InvalidValue, match="memory"):
        RingBuffer(memory, RATE, 0.5, create=False)
    with pytest.raises(InvalidValue, match="memory"):
        RingBuffer(memory, RATE, 2, create=True)
    with pytest.raises(InvalidValue, match="sample_rate"):
        RingBuffer.bytes_needed(22_050, 1)
    with pytest.raises(InvalidValue, match="seconds"):
        RingBuffer.bytes_needed(RATE, 0)


def test_a_second_writer_goes_on_where_the_first_left_off() -> None:
    memory = bytearray(RingBuffer.bytes_needed(RATE, 1))
    first = RingBuffer(memory, RATE, 1, create=True)
    first.write(FakeSource.pcm(0), 1.0)
    first.origin = 5.0
    second = RingBuffer(memory, RATE, 1, create=False)
    assert second.origin == 5.0
    assert second.write(FakeSource.pcm(1), 1.1) == 1
    assert first.read(1) == second.read(1) is not None


def test_a_torn_chunk_is_not_read() -> None:
    memory = bytearray(RingBuffer.bytes_needed(RATE, 1))
    ring = RingBuffer(memory, RATE, 1, create=True)
    ring.write(FakeSource.pcm(0), 1.0)
    memory[5000] ^= 1
    assert ring.read(0) is None
    memory[5000] ^= 1
    assert ring.read(0) is not None


def test_released_memory_can_be_closed_and_its_ring_is_of_no_use() -> None:
    memory = bytearray(RingBuffer.bytes_needed(RATE, 1))
    ring = RingBuffer(memory, RATE, 1, create=True)
    ring.write(FakeSource.pcm(0), 1.0)
    assert ring.read(0) is not None
    ring.release()
    memory.clear()
    assert ring.read(0) is None
    with pytest.raises(ValueError, match="released"):
        ring.write(FakeSource.pcm(0), 1.0)


def _write_chunks(name: str, chunks: int) -> None:
    shared = SharedMemory(name)
    ring = RingBuffer(shared.buf, RATE, 1, create=False)
    for seq in range(chunks):
        ring.write(FakeSource.pcm(seq), float(seq))
    ring.release()
    shared.close()


def test_a_reader_never_sees_half_a_chunk_of_another_process() -> None:
    shared = SharedMemory(create=True, size=RingBuffer.bytes_needed(RATE, 1))
    ring = RingBuffer(shared.buf, RATE, 1, create=True)
    try:
        writer = multiprocessing.get_context("spawn").Process(target=_write_chunks, args=(shared.name, 3000))
        writer.start()
        read = 0
        while writer.is_alive():
            chunk = ring.read(max(0, ring.head - 1 - read % ring.capacity))
            if chunk is not None:
                assert chunk.pcm == FakeSource.pcm(chunk.seq).tobytes()
                assert chunk.timestamp == chunk.seq
            read += 1
        writer.join()
        assert writer.exitcode == 0
        assert ring.head == 3000
        assert all(ring.read(seq) is not None for seq in range(ring.tail, ring.head))
    finally:
        ring.release()
        shared.close()
        shared.unlink()


class RingMachine(RuleBasedStateMachine):
    """A writer, its successor, and readers at any place, against a plain list."""

    def __init__(self) -> None:
        super().__init__()
        self.memory = bytearray(RingBuffer.bytes_needed(RATE, 0.4))
        self.writer = RingBuffer(self.memory, RATE, 0.4, create=True)
        self.reader = RingBuffer(self.memory, RATE, 0.4, create=False)
        self.written: list[tuple[bytes, float, int]] = []

    @rule(level=st.integers(-32_768, 32_767), flags=st.sampled_from([0, SILENT]))
    def write(self, level: int, flags: int) -> None:
        pcm = np.full((4410, 2), level, np.int16)
        timestamp = len(self.written) / 10
        assert self.writer.write(pcm, timestamp, flags) == len(self.written)
        self.written.append((pcm.tobytes(), timestamp, flags))

    @rule(back=st.integers(-3, 12))
    def read_anywhere(self, back: int) -> None:
        seq = len(self.written) - back
        chunk = self.reader.read(seq)
        if not max(0, len(self.written) - 4) <= seq < len(self.written):
            assert chunk is None
            return
        assert chunk is not None
        assert (chunk.pcm, chunk.timestamp, chunk.flags) == self.written[seq]

    @rule()
    def reader_vanishes(self) -> None:
        self.reader.release()
        self.reader = RingBuffer(self.memory, RATE, 0.4, create=False)

    @rule()
    def writer_dies_in_the_middle_of_a_chunk(self) -> None:
        slot = 64 + (len(self.written) % 4) * (32 + 17_640)
        self.memory[slot : slot + 8] = bytes(8)
        self.memory[slot + 32 : slot + 132] = bytes(range(100))
        self.writer.release()
        self.writer = RingBuffer(self.memory, RATE, 0.4, create=False)
        torn = len(self.written) - 4
        assert self.reader.read(torn) is None
        self.write(7, 0)

    @invariant()
    def counts_agree(self) -> None:
        assert self.reader.head == len(self.written)
        assert self.reader.tail == max(0, len(self.written) - 4)


RingMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestRingMachine = RingMachine.TestCase
