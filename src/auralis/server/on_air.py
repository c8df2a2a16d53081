"""A station on the air: what it plays, who listens, how it fares."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

import structlog

from auralis.core.units import CHUNK_MS, Frame
from auralis.observability.memory import resident_mb
from auralis.observability.performance import PerformanceMetrics
from auralis.observability.refreshed import Refreshed
from auralis.server import messages
from auralis.streaming.broadcaster import Broadcaster
from auralis.streaming.clock import Clock
from auralis.streaming.source import Source


class OnAir:
    """A source with its broadcaster and its figures; `run` keeps it on the air until cancelled."""

    def __init__(self, source: Source, clock: Clock) -> None:
        self.source = source
        self.clock = clock
        self.metrics = PerformanceMetrics()
        self.broadcaster = Broadcaster(source.ring, clock, self.metrics)
        self._since = clock.monotonic()
        self._figures = Refreshed(self._measured, clock.monotonic)

    async def run(self) -> None:
        """Broadcast chunks and announce what is composed."""
        ends = (
            self.source.on_update(self._announce),
            self.source.on_render(self.metrics.synthesis.record),
        )
        try:
            await self.broadcaster.run()
        except Exception:
            structlog.get_logger("auralis.server").exception("broadcast_failed", station=self.source.name)
            raise
        finally:
            for end in ends:
                end()

    @asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Stay on the air as long as an application runs."""
        running = asyncio.create_task(self.run())
        try:
            yield
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    @property
    def frame(self) -> Frame:
        """The frame that is due now, 0 before the station starts."""
        passed = self.clock.monotonic() - self.source.ring.origin
        return int(passed * self.source.sample_rate) if passed > 0 else 0

    @property
    def alive(self) -> bool:
        """Whether the station renders."""
        return bool(self.source.figures.get("alive", 0.0))

    @property
    def uptime(self) -> float:
        """Seconds since the station was put on the air."""
        return self.clock.monotonic() - self._since

    @property
    def buffer_depth_ms(self) -> float:
        """Audio that is rendered and not due yet."""
        return float(self.broadcaster.depth * CHUNK_MS)

    @property
    def figures(self) -> Mapping[str, object]:
        """Latencies, counters and memory, at most a second old."""
        return self._figures.value

    def generation_update(self) -> str:
        """Return the newest `generation_update` for one who joins now, without the notices already said."""
        update = {**self.source.update, "notices": []}
        return messages.generation_update(update, self.frame, self.source.sample_rate)

    def _announce(self, update: Mapping[str, object]) -> None:
        message = messages.generation_update(update, self.frame, self.source.sample_rate)
        self.broadcaster.announce(message)

    def _measured(self) -> Mapping[str, object]:
        memory = resident_mb() + self.source.figures.get("memory_mb", 0.0)
        updated = messages.iso(self.clock.unix())
        return self.metrics.snapshot() | {"memory_usage_mb": memory, "last_updated": updated}
