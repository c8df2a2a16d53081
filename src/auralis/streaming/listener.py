"""One listener's place in a station."""

import asyncio
from collections import deque

from auralis.observability.performance import PerformanceMetrics
from auralis.streaming import notices
from auralis.streaming.clock import Clock
from auralis.streaming.live import Live
from auralis.streaming.packet import Packet

_MESSAGES = 64


class Listener:
    """A cursor into a station's chunks and a short queue of messages; awaited by one task.

    With `after` it first gets what the ring still holds after that chunk, then goes on live,
    without a hole or a repeat. One that falls more than the queue's depth behind skips forward, is
    told so, and counts what it `skipped`; nobody waits for it.
    """

    def __init__(
        self, live: Live, clock: Clock, metrics: PerformanceMetrics, after: int | None = None
    ) -> None:
        self.skipped = 0
        self.sent = 0
        self.transport = ""
        self.form = ""
        self._live = live
        self._clock = clock
        self._metrics = metrics
        self._cursor = self._first(after)
        self._catching_up = self._cursor < live.oldest
        self._ahead = self._cursor
        self._messages: deque[str] = deque(maxlen=_MESSAGES)
        self._waiting = asyncio.Event()

    @property
    def cursor(self) -> int:
        """The number of the next chunk it gets."""
        return self._cursor

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
        self._waiting.set()

    async def next(self) -> Packet | str:
        """Return the next packet or message as soon as there is one."""
        while (item := self.take()) is None:
            self._waiting.clear()
            await self._waiting.wait()
        return item

    def take(self) -> Packet | str | None:
        """Return the next packet or message, None if there is none."""
        if self._messages:
            return self._messages.popleft()
        self._skip()
        packet = self._packet()
        if packet is not None:
            self._cursor = packet.chunk.seq + 1
            self.sent += 1
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
