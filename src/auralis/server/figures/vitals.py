"""How the server itself fares: watched while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import takewhile
from math import inf
from typing import Final

from auralis.observability.clock_watch import ClockWatch, asleep
from auralis.observability.disk_watch import DiskWatch
from auralis.observability.histogram import Histogram
from auralis.observability.memory import resident_mb
from auralis.observability.memory_watch import MemoryWatch
from auralis.observability.recent import Recent
from auralis.server.figures.sound import Sound, sound
from auralis.server.stations import OnAir, Stations
from auralis.streaming.clock import Clock
from auralis.streaming.wall_clock import WallClock

_TICK_S: Final = 0.05
_LOOK_S: Final = 1.0
_RECENT_S: Final = 600.0
_HEARD_CHUNKS: Final = 35
"""What a station's sound is measured by: 3 s, and half a second for the filter to settle."""


class Vitals:
    """Event-loop lateness, memory, and what the stations that are listened to sound like.

    `lateness` is in milliseconds: how much later than after 50 ms the event loop woke a task, by a
    clock of the machine itself. Memory is the server's and its workers'; `disk` is where it keeps things.
    `restarts` are takeovers in the last ten minutes.
    """

    def __init__(
        self,
        stations: Stations,
        loop_clock: Clock | None = None,
        resident: Callable[[], float] = resident_mb,
        disk: DiskWatch | None = None,
    ) -> None:
        self.lateness = Histogram()
        self.stations = stations
        self.disk = disk
        self._loop_clock = loop_clock or WallClock()
        self._resident = resident
        self.memory = MemoryWatch()
        self.restarts = Recent(_RECENT_S, stations.clock.monotonic)
        self._measuring = asyncio.Lock()
        self._measured_at = -inf
        self._sounds: Mapping[str, Sound] = {}

    async def sounds(self) -> Mapping[str, Sound]:
        """Return what each station that is listened to sounds like, at most a second old.

        It is measured when it is asked for, from what the rings hold, in a thread.
        """
        async with self._measuring:
            now = self.stations.clock.monotonic()
            if now - self._measured_at >= _LOOK_S:
                heard = [(name, s) for name, s in self.stations.items() if s.broadcaster.listeners]
                self._sounds = await asyncio.to_thread(_sounds, heard)
                self._measured_at = now
        return self._sounds

    @property
    def memory_mb(self) -> float:
        """Resident memory of the server and of all that renders, in MiB."""
        return self._resident() + sum(s.source.figures.get("memory_mb", 0.0) for s in self.stations.values())

    @asynccontextmanager
    async def lifespan(self, app: object) -> AsyncIterator[None]:
        """Keep the stations on the air, and watch, as long as an application runs."""
        async with self.stations.lifespan(app):
            watching = (asyncio.create_task(self.watch_loop()), asyncio.create_task(self._look_around()))
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

    async def _look_around(self) -> None:
        """Look at memory, clocks, disk and workers once a second."""
        clock = self.stations.clock
        clocks = ClockWatch(clock.unix(), clock.monotonic(), asleep())
        while True:
            if self.disk is not None:
                await asyncio.to_thread(self.disk.look)
            await clock.sleep(_LOOK_S)
            self.memory.see(self.memory_mb)
            clocks.see(clock.unix(), clock.monotonic(), asleep())
            self.restarts.see(self.stations.restarts)


def _sounds(heard: Sequence[tuple[str, OnAir]]) -> Mapping[str, Sound]:
    """Measure stations by the newest chunks that they have played, back to the last gap."""
    return {name: found for name, on_air in heard if (found := _sound(on_air)) is not None}


def _sound(on_air: OnAir) -> Sound | None:
    position, ring = on_air.broadcaster.position, on_air.source.ring
    backwards = map(ring.read, range(position - 1, max(position - _HEARD_CHUNKS, 0) - 1, -1))
    unbroken = list(takewhile(lambda chunk: chunk is not None, backwards))
    return sound([chunk for chunk in reversed(unbroken) if chunk is not None], on_air.source.sample_rate)
