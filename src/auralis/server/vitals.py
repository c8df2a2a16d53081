"""How the server itself fares: watched while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Final

import structlog

from auralis.observability.histogram import Histogram
from auralis.observability.memory import resident_mb
from auralis.observability.memory_watch import MemoryWatch
from auralis.server.on_air import OnAir
from auralis.server.sound import Sound, SoundMeter
from auralis.server.stations import Stations
from auralis.streaming.clock import Clock
from auralis.streaming.wall_clock import WallClock

_TICK_S: Final = 0.05
_LOOK_S: Final = 1.0


class Vitals:
    """Event-loop lateness, memory, and what the stations that are listened to sound like.

    `lateness` is in milliseconds: how much later than after 50 ms the event loop woke a task, by a
    clock of the machine itself. Memory is the server's and its workers'.
    """

    def __init__(
        self,
        stations: Stations,
        loop_clock: Clock | None = None,
        resident: Callable[[], float] = resident_mb,
    ) -> None:
        self.lateness = Histogram()
        self.stations = stations
        self._loop_clock = loop_clock or WallClock()
        self._resident = resident
        self._watch = MemoryWatch()
        self._meters: dict[str, SoundMeter] = {}
        self._sounds: dict[str, Sound] = {}

    @property
    def sounds(self) -> Mapping[str, Sound]:
        """What each station that is listened to sounds like, at most a second old."""
        return self._sounds

    @property
    def memory_mb(self) -> float:
        """Resident memory of the server and of all that renders, in MiB."""
        return self._resident() + sum(s.source.figures.get("memory_mb", 0.0) for s in self.stations.values())

    @asynccontextmanager
    async def lifespan(self, app: object) -> AsyncIterator[None]:
        """Keep the stations on the air, and watch, as long as an application runs."""
        async with self.stations.lifespan(app):
            watching = (asyncio.create_task(self.watch_loop()), asyncio.create_task(self._watch_stations()))
            try:
                yield
            finally:
                for task in watching:
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task

    async def watch_loop(self) -> None:
        """Measure how late the event loop is, until cancelled."""
        now = self._loop_clock.monotonic
        while True:
            due = now() + _TICK_S
            await self._loop_clock.sleep(_TICK_S)
            self.lateness.record(max(0.0, 1000 * (now() - due)))

    async def look(self) -> None:
        """Take the figures that cost something, in a thread."""
        self._watch.see(self.memory_mb)
        heard = {name: s for name, s in self.stations.items() if s.broadcaster.listeners}
        self._meters = {name: self._meters.get(name) or _meter(s) for name, s in heard.items()}
        wanted = [(name, self._meters[name], s.broadcaster.position) for name, s in heard.items()]
        sounds = await asyncio.to_thread(lambda: [(n, meter.measure(at)) for n, meter, at in wanted])
        self._sounds = {name: sound for name, sound in sounds if sound is not None}

    async def _watch_stations(self) -> None:
        while True:
            await self.stations.clock.sleep(_LOOK_S)
            try:
                await self.look()
            except Exception:
                structlog.get_logger("auralis.server").exception("vitals_failed")


def _meter(on_air: OnAir) -> SoundMeter:
    return SoundMeter(on_air.source.sample_rate, on_air.source.ring.read)
