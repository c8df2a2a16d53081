"""Listeners of every temper, against what each should have heard: nobody waits, nothing is torn."""

import asyncio
import os
import socket
import struct
from collections.abc import Callable
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from auralis.observability.performance import PerformanceMetrics
from auralis.streaming.broadcaster import Broadcaster
from auralis.streaming.chunk import Chunk
from auralis.streaming.codec import Codec
from auralis.streaming.connection_state import ConnectionState
from auralis.streaming.fake_source import FakeSource
from auralis.streaming.formats import FORMATS
from auralis.streaming.framing import framed
from auralis.streaming.listener import PATIENCE_S, Listener
from auralis.streaming.manual_clock import ManualClock
from auralis.streaming.packet import Packet

PCM = FORMATS["auralis.pcm"]
HEADER = struct.Struct("!BBH")


class Wire:
    """A `Connection` whose other end the test holds; what the system won't take waits in `rest`."""

    def __init__(self) -> None:
        self.ours, self.theirs = socket.socketpair()
        self.ours.setblocking(False)
        self.theirs.setblocking(False)
        self.ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16)
        self.rest = b""
        self.over = False
        self._got = b""

    @property
    def write_now(self) -> Callable[[bytes], int] | None:
        return self.ours.send

    @property
    def clear(self) -> bool:
        return not self.rest

    def push(self, frame: bytes) -> bool:
        if self.rest:
            return False
        self.finish(frame)
        return True

    def finish(self, rest: bytes) -> None:
        assert not self.rest
        try:
            written = os.write(self.ours.fileno(), rest)
        except BlockingIOError:
            written = 0
        self.rest = rest[written:]

    def flush(self) -> None:
        rest, self.rest = self.rest, b""
        self.finish(rest)

    def hang_up(self) -> None:
        self.over = True

    def seqs(self) -> list[int]:
        """Read everything; return the numbers of the chunks that came whole, in their order."""
        while True:
            try:
                self._got += self.theirs.recv(1 << 20)
            except BlockingIOError:
                if not self.rest:
                    break
                self.flush()
        found = []
        while len(self._got) >= 4:
            first, mark, size = HEADER.unpack_from(self._got)
            assert (first, mark) == (0x82, 126)
            if len(self._got) < 4 + size:
                break
            message, self._got = self._got[4 : 4 + size], self._got[4 + size :]
            (seq,) = struct.unpack_from("<Q", message, 8)
            assert message[24:] == FakeSource.pcm(seq).tobytes()
            found.append(seq)
        return found

    def close(self) -> None:
        self.ours.close()
        self.theirs.close()


class Seat:
    """A listener with its wire, and the task that takes what the broadcaster can't write."""

    def __init__(self, broadcaster: Broadcaster, after: int | None, loop: asyncio.AbstractEventLoop) -> None:
        self.wire = Wire()
        self.listener: Listener = broadcaster.join(after)
        self.listener.connect(PCM, self.wire)
        self.heard: list[int] = []
        self.task = loop.create_task(self._take())

    async def _take(self) -> None:
        while True:
            item = await self.listener.next()
            if isinstance(item, Packet):
                while not self.wire.push(framed(item.encoded(PCM))):
                    await asyncio.sleep(0)

    def read(self) -> None:
        self.heard += self.wire.seqs()


class House(RuleBasedStateMachine):
    """A writer that never waits, a broadcaster, and listeners that come, read, stop reading and go."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.source, self.clock, self.metrics = FakeSource(seconds=2.0), ManualClock(), PerformanceMetrics()
        self.source.ring.origin = self.clock.monotonic()
        self.broadcaster = Broadcaster(self.source.ring, self.clock, self.metrics)
        self.seats: list[Seat] = []
        self.skipped = 0

    def settle(self) -> None:
        for _ in range(8):
            self.loop.run_until_complete(asyncio.sleep(0))

    @rule(chunks=st.integers(1, 25), prompt=st.booleans())
    def time_passes(self, chunks: int, prompt: bool) -> None:
        for _ in range(chunks):
            self.source.render()
            self.broadcaster.step()
            self.settle()
            self.clock.jump(0.1)
            if prompt:
                self.everyone_reads()

    @rule(periods=st.integers(2, 15))
    def the_machine_stands_still(self, periods: int) -> None:
        self.source.render(periods)
        self.clock.jump(periods / 10)

    @rule()
    def everyone_reads(self) -> None:
        for seat in self.seats:
            seat.read()
        self.settle()

    @precondition(lambda self: len(self.seats) < 5)
    @rule(back=st.none() | st.integers(0, 25))
    def one_joins(self, back: int | None) -> None:
        after = None if back is None else max(0, self.broadcaster.position - back)
        self.seats.append(Seat(self.broadcaster, after, self.loop))
        self.settle()

    @precondition(lambda self: self.seats)
    @rule(data=st.data())
    def one_vanishes(self, data: st.DataObject) -> None:
        seat = self.seats.pop(data.draw(st.integers(0, len(self.seats) - 1)))
        seat.wire.theirs.close()
        self.part(seat)

    @precondition(lambda self: self.seats)
    @rule(data=st.data())
    def one_is_spoken_to(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.seats)).listener.post("{}")
        self.settle()

    def part(self, seat: Seat) -> None:
        self.broadcaster.leave(seat.listener)
        self.skipped += seat.listener.skipped
        seat.task.cancel()
        with suppress(asyncio.CancelledError, OSError):
            self.loop.run_until_complete(seat.task)
        seat.wire.close()

    @invariant()
    def everyone_hears_each_chunk_at_most_once_and_in_order(self) -> None:
        for seat in self.seats:
            assert seat.heard == sorted(set(seat.heard))
            if seat.heard and not seat.listener.skipped:
                assert seat.heard == list(range(seat.heard[0], seat.heard[-1] + 1))
            assert len(seat.heard) <= seat.listener.sent

    @invariant()
    def skips_are_counted(self) -> None:
        now = sum(seat.listener.skipped for seat in self.seats)
        assert self.metrics.buffer_overflows == self.skipped + now

    @invariant()
    def nobody_waits_for_anybody(self) -> None:
        assert self.source.ring.head >= self.broadcaster.position

    def teardown(self) -> None:
        for seat in self.seats:
            seat.read()
            self.settle()
            seat.read()
        self.everyone_hears_each_chunk_at_most_once_and_in_order()
        for seat in self.seats:
            self.part(seat)
        self.loop.close()


House.TestCase.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
TestHouse = House.TestCase


def played(seats: int) -> tuple[House, list[Seat]]:
    house = House()
    for _ in range(seats):
        house.one_joins(None)
    house.time_passes(3, prompt=True)
    return house, house.seats


def test_who_keeps_up_is_written_to_without_its_task() -> None:
    house, (one, other) = played(2)
    one.task.cancel()
    house.settle()
    house.time_passes(5, prompt=True)
    assert one.heard == other.heard == list(range(one.heard[0], one.heard[0] + 8))
    assert one.listener.sent == 8
    house.teardown()


def test_who_takes_nothing_for_a_minute_is_hung_up_on_and_the_others_are_not() -> None:
    house, (stuck, well) = played(2)
    while not stuck.wire.over:
        assert house.clock.monotonic() < 1000 + PATIENCE_S + 10
        house.time_passes(1, prompt=False)
        well.read()
        house.settle()
    assert stuck.listener.state is ConnectionState.ERROR
    assert well.listener.state is ConnectionState.CONNECTED
    assert house.broadcaster.listeners == 1
    assert well.heard == list(range(well.heard[0], house.broadcaster.position))
    house.teardown()


def test_states_follow_what_a_player_says_and_how_far_it_is_behind() -> None:
    house, (seat,) = played(1)
    assert seat.listener.state is ConnectionState.CONNECTED
    seat.listener.report(199)
    assert seat.listener.state is ConnectionState.BUFFERING
    seat.listener.report(200)
    assert seat.listener.state is ConnectionState.CONNECTED
    house.time_passes(40, prompt=False)
    assert seat.listener.state is ConnectionState.BUFFERING
    house.broadcaster.leave(seat.listener)
    assert seat.listener.state is ConnectionState.DISCONNECTED
    house.teardown()


def test_a_form_that_cannot_be_encoded_ends_for_those_who_hear_it_alone() -> None:
    def encode(chunk: Chunk, sample_rate: int) -> bytes:
        if chunk.seq == 3:
            raise RuntimeError("the encoder has failed")
        return PCM.encode(chunk, sample_rate)

    wires, broken = [Wire(), Wire()], Codec("auralis.broken", encode)

    async def walk() -> int:
        source, clock = FakeSource(), ManualClock()
        source.ring.origin = clock.monotonic()
        broadcaster = Broadcaster(source.ring, clock, PerformanceMetrics())
        waiting = []
        for wire, codec in zip(wires, (PCM, broken), strict=True):
            listener = broadcaster.join(None, "websocket", codec.subprotocol)
            listener.connect(codec, wire)
            waiting.append(asyncio.create_task(listener.next()))
        await asyncio.sleep(0)
        for _ in range(6):
            source.render()
            broadcaster.step()
            clock.jump(0.1)
        for task in waiting:
            task.cancel()
        return broadcaster.listeners

    assert asyncio.run(walk()) == 1
    assert [wire.over for wire in wires] == [False, True]
    assert [wire.seqs() for wire in wires] == [list(range(6)), [0, 1, 2]]
    for wire in wires:
        wire.close()
