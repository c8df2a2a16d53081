"""One listener's place in a station."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final
from uuid import uuid4

from auralis.core.units import CHUNK_MS
from auralis.observability.performance import PerformanceMetrics
from auralis.streaming import notices
from auralis.streaming.clock import Clock
from auralis.streaming.codec import Codec
from auralis.streaming.connection import Connection
from auralis.streaming.connection_state import ConnectionState
from auralis.streaming.convoy import Convoy
from auralis.streaming.live import Live
from auralis.streaming.packet import Packet

PATIENCE_S: Final = 60.0
"""Seconds after which a listener that takes nothing of what there is is stalled."""

_MESSAGES: Final = 64
_LOW: Final = 2


class Listener:
    """A cursor into a station's chunks and a short queue of messages; awaited by one task.

    With `after` it first gets what the ring still holds after that chunk, then goes on live,
    without a hole or a repeat. One that falls more than the queue's depth behind skips forward, is
    told so, and counts what it `skipped`; nobody waits for it. `transport` and `form` say how it
    listens, for those who count.
    """

    def __init__(
        self,
        live: Live,
        clock: Clock,
        metrics: PerformanceMetrics,
        after: int | None = None,
        *,
        transport: str = "websocket",
        form: str = "auralis.json",
    ) -> None:
        self.transport = transport
        self.form = form
        self.id = str(uuid4())
        self.connected_at = clock.unix()
        self.skipped = 0
        self.hang_up: Callable[[], None] | None = None
        """Ends its connection without waiting for it to take anything more; None if there is no such way."""
        self.dismiss: Callable[[], None] | None = None
        """Parts with it in good order; None if it can't be parted with alone."""
        self._live = live
        self._clock = clock
        self._codec: Codec | None = None
        self._connection: Connection | None = None
        self._convoy: Convoy[Listener] | None = None
        self._sent = 0
        self._metrics = metrics
        self._cursor = self._first(after)
        self._catching_up = self._cursor < live.oldest
        self._ahead = self._cursor
        self._messages: deque[str] = deque(maxlen=_MESSAGES)
        self._waiting = asyncio.Event()
        self._idle = False
        self._owed_since: float | None = None
        self._low = False
        self._end: ConnectionState | None = None

    @property
    def cursor(self) -> int:
        """The number of the next chunk it gets."""
        return self._cursor if self._convoy is None else self._live.position

    @property
    def sent(self) -> int:
        """How many chunks it got."""
        return self._sent + self.cursor - self._cursor

    @property
    def state(self) -> ConnectionState:
        """How it fares."""
        if self._end is not None:
            return self._end
        if self._low or (self.sent and self._live.position - self.cursor > _LOW):
            return ConnectionState.BUFFERING
        return ConnectionState.CONNECTED

    def report(self, depth_ms: float | None) -> None:
        """Take its player's word for how much it holds."""
        self._low = depth_ms is not None and depth_ms < _LOW * CHUNK_MS

    def end(self, state: ConnectionState) -> None:
        """Say how it ended; the first word holds. It travels with nobody any more."""
        self._end = self._end or state
        self.connect(None, None)

    def post(self, message: str) -> None:
        """Queue a message, ahead of any audio; a listener that takes none loses the oldest."""
        self._messages.append(message)
        self.wake()

    def burst(self) -> None:
        """Let it have at once what is rendered and not due yet."""
        self._ahead = self._live.ring.head
        self.wake()

    def wake(self) -> None:
        """Tell it that there may be something to take."""
        self._leave_convoy()
        self._idle = False
        self._waiting.set()

    def connect(self, codec: Codec | None, connection: Connection | None) -> None:
        """Have chunks written straight to a connection whenever it waits for nothing but the next.

        None and None: from now on it takes everything by itself.
        """
        self._leave_convoy()
        self._codec, self._connection = codec, connection
        self.hang_up = None if connection is None else connection.hang_up

    def join(self, seq: int, find: Callable[[Codec], Convoy["Listener"] | None]) -> bool:
        """Join the convoy of its codec to get chunk `seq` with it, if that is all it waits for.

        Nothing may wait in its connection, or frames would be torn. Returns whether it has joined.
        """
        connection, codec = self._connection, self._codec
        if not self._idle or self._cursor != seq or connection is None or codec is None:
            return False
        write, convoy = connection.write_now, find(codec)
        if write is None or convoy is None or not connection.clear:
            return False
        convoy.add(self, write)
        self._convoy = convoy
        return True

    def offer(self, packet: Packet) -> bool:
        """Write a packet that was just broadcast, if that is all it waits for; return whether it was written.

        Otherwise it is woken, to take what it needs in its own time.
        """
        connection, codec = self._connection, self._codec
        ready = self._idle and self._cursor == packet.chunk.seq
        if ready and connection and codec and connection.push(packet.framed(codec)):
            self._cursor += 1
            self._sent += 1
            return True
        if self._owed_since is None:
            self._owed_since = self._clock.monotonic()
        self.wake()
        return False

    def fall_behind(self, frame: bytes, written: int) -> None:
        """Leave the convoy, whose newest frame it took less than all of; what it took any of, it gets."""
        self._leave_convoy()
        if written and self._connection is not None:
            self._connection.finish(frame[written:])
        else:
            self._cursor -= 1
            self._sent -= 1
        self.wake()

    def _leave_convoy(self) -> None:
        if self._convoy is not None:
            self._sent, self._cursor = self.sent, self._live.position
            self._convoy.remove(self)
            self._convoy = None

    def stalled(self, now: float) -> bool:
        """Return whether it has taken nothing for too long, although there was something to take."""
        return self._owed_since is not None and now - self._owed_since >= PATIENCE_S

    async def next(self) -> Packet | str:
        """Return the next packet or message as soon as there is one."""
        while (item := self.take()) is None:
            self._waiting.clear()
            self._idle = True
            await self._waiting.wait()
        return item

    def take(self) -> Packet | str | None:
        """Return the next packet or message, None if there is none."""
        self._owed_since = None
        if self._messages:
            return self._messages.popleft()
        self._skip()
        packet = self._packet()
        if packet is not None:
            self._cursor = packet.chunk.seq + 1
            self._sent += 1
        return packet

    def _first(self, after: int | None) -> int:
        """Return where to begin: live, if nothing is asked for or it is of another run of the station."""
        ring = self._live.ring
        if after is None or not -1 <= after < ring.head:
            return self._live.position
        return max(after + 1, ring.tail)

    def _packet(self) -> Packet | None:
        live, seq = self._live, self._cursor
        if live.oldest <= seq < live.position:
            self._catching_up = False
            return live.packet(seq)
        if seq < live.oldest:
            return live.recall(seq) or Packet(live.silence(seq, self._clock.unix()), live.ring.sample_rate)
        return live.recall(seq) if seq < self._ahead else None

    def _skip(self) -> None:
        """Pass over what it can't have any more: what left the ring, or the queue if it was live.

        The notice comes after the next chunk, so that even the slowest listener hears something.
        """
        live = self._live
        oldest = min(live.oldest, live.ring.tail) if self._catching_up else live.oldest
        missed = oldest - self._cursor
        if missed <= 0:
            return
        self._cursor = oldest
        self.skipped += missed
        self._metrics.buffer_overflows += missed
        self._messages.append(notices.overrun(missed, oldest, self._clock.unix()))
