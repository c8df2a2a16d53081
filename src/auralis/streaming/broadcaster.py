"""The pacing of a station: each chunk to all listeners at the time it is due."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from auralis.core.units import CHUNKS_PER_SECOND
from auralis.observability.performance import PerformanceMetrics
from auralis.streaming import notices
from auralis.streaming.audience import Audience
from auralis.streaming.chunk import Chunk
from auralis.streaming.clock import Clock
from auralis.streaming.connection_state import ConnectionState
from auralis.streaming.listener import Listener
from auralis.streaming.live import Live
from auralis.streaming.packet import Packet
from auralis.streaming.ring import RingBuffer

_Notice: TypeAlias = Callable[[int, float], str]
_PERIOD = 1 / CHUNKS_PER_SECOND
_EARLY = 1e-6  # seconds: a timer that fires this early is on time


class Broadcaster:
    """Reads each due chunk once and shows it to every listener; it never waits for one.

    A chunk that is not there when it is due is played as flagged silence under its number and
    counted as an underrun. After a pause of the whole machine it goes on with what is due now.
    """

    def __init__(self, ring: RingBuffer, clock: Clock, metrics: PerformanceMetrics) -> None:
        self._ring = ring
        self._clock = clock
        self._metrics = metrics
        self._live = Live(ring, max(ring.first, self._due() - 1))
        self._audience = Audience(clock, metrics)
        self._on_join: list[Callable[[], None]] = []
        self._trouble: _Notice | None = None

    @property
    def position(self) -> int:
        """The number of the next chunk to be broadcast."""
        return self._live.position

    @property
    def depth(self) -> int:
        """How many chunks are rendered and not broadcast yet."""
        return max(0, self._ring.head - self._live.position)

    @property
    def listeners(self) -> int:
        """How many listen."""
        return len(self._audience)

    def __iter__(self) -> Iterator[Listener]:
        return iter(self._audience)

    @property
    def audience(self) -> Mapping[tuple[str, str], int]:
        """How many listen by each transport and form."""
        return Counter((listener.transport, listener.form) for listener in self._audience)

    def join(
        self, after: int | None = None, transport: str = "websocket", form: str = "auralis.json"
    ) -> Listener:
        """Add a listener, from the chunk after `after` on if the ring still has it, else from now on.

        `transport` (`websocket`, `http`, `hls`) and the name of the `form` are for the figures.
        """
        listener = Listener(self._live, self._clock, self._metrics, after, transport=transport, form=form)
        self._audience.add(listener)
        for callback in self._on_join:
            callback()
        return listener

    def on_join(self, callback: Callable[[], None]) -> None:
        """Call back whenever somebody joins."""
        self._on_join.append(callback)

    def leave(self, listener: Listener) -> None:
        """Remove a listener."""
        self._audience.discard(listener, ConnectionState.DISCONNECTED)

    def announce(self, message: str) -> None:
        """Send a message to every listener."""
        for listener in self._audience:
            listener.post(message)

    async def run(self) -> None:
        """Broadcast until cancelled."""
        while True:
            await self._clock.sleep(self.step())

    def step(self) -> float:
        """Broadcast what is due; return the seconds until there is something to do again."""
        live = self._live
        late = self._due() - live.position
        if late > live.depth:
            newest = min(self._due(), self._ring.head) - live.depth
            if newest > live.position:
                self._audience.halt()
                live.jump(newest)
            late = min(live.depth, self._due() - live.position) if live.position < self._ring.head else 1
        for _ in range(late):
            self._broadcast(live.position)
        return self._wait()

    def _due(self) -> int:
        """Return the chunk up to which all should have been broadcast by now."""
        passed = self._clock.monotonic() - self._ring.origin + _EARLY
        due = math.floor(passed * CHUNKS_PER_SECOND) + 1 if passed >= 0 else 0
        return max(due, self._ring.first)

    def _wait(self) -> float:
        """Return the time to the next chunk, at most one period: the writer may move the origin."""
        wait = self._ring.due(self._live.position) - self._clock.monotonic()
        return min(wait, _PERIOD) if wait > 0 else _PERIOD

    def _broadcast(self, seq: int) -> None:
        found = self._ring.read(seq)
        chunk = found or self._live.silence(seq, self._clock.unix())
        if found is None:
            self._metrics.buffer_underruns += 1
        self._tell(chunk, missing=found is None)
        packet = Packet(chunk, self._ring.sample_rate, self._clock.monotonic())
        self._live.append(packet)
        self._audience.show(packet)

    def _tell(self, chunk: Chunk, *, missing: bool) -> None:
        """Announce trouble once, when it begins."""
        trouble = notices.underrun if missing else notices.failed if chunk.silent else None
        if trouble is not None and trouble is not self._trouble:
            self.announce(trouble(chunk.seq, self._clock.unix()))
        self._trouble = trouble
