"""The stations on the air, by name."""

import asyncio
import math
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from typing import Final

import structlog

from auralis.core.errors import InvalidValue
from auralis.core.moment import Moment
from auralis.core.units import chunk_frames
from auralis.journal.entries import Owned
from auralis.server.access import Owner, PermanentStation
from auralis.server.diary import Diary
from auralis.server.stations.limits import Limits
from auralis.server.stations.on_air import OnAir
from auralis.streaming.clock import Clock
from auralis.streaming.formats import STREAMS, SUBPROTOCOLS
from auralis.streaming.source import Source
from auralis.streaming.stage import Overloaded, Stage
from auralis.streaming.stream_codec import StreamCodec

_NAME_BYTES: Final = 5
_LOOK_S: Final = 1.0
GOING_AWAY: Final = (1001, "the server is going away")
_OPUS: Final = frozenset({"opus", "auralis.opus"})
_FAREWELL_S: Final = 2.0
_MOMENT_S: Final = 0.01


class Stations(Mapping[str, OnAir]):
    """Every station of a server: those that are open on the stage when it starts are permanent.

    Personal ones come and go; those that the diary knows belong to whom they belonged. One that nobody
    listens to is paused, and closed in the end.
    """

    def __init__(self, stage: Stage, clock: Clock, limits: Limits, diary: Diary | None = None) -> None:
        self.diary = diary or Diary(clock)
        self.limits = limits
        self.clock = clock
        self._stage = stage
        self._stations = {s.name: self._taken_up(s) for s in stage.sources}
        self._withheld = frozenset() if limits.opus else _OPUS
        self._running: dict[str, asyncio.Task[None]] = {}
        self._opening = 0

    def __getitem__(self, name: str) -> OnAir:
        return self._stations[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stations)

    def __len__(self) -> int:
        return len(self._stations)

    @property
    def leaving(self) -> bool:
        """Whether the server is about to end, so that nobody is let in any more."""
        return self.diary.leaving

    @property
    def max_clients(self) -> int:
        """How many may listen at once, to all stations together."""
        return self.limits.clients

    @property
    def subprotocols(self) -> tuple[str, ...]:
        """The forms that sockets may ask for."""
        return tuple(name for name in SUBPROTOCOLS if name not in self._withheld)

    @property
    def streams(self) -> Mapping[str, StreamCodec]:
        """The forms that there are over plain HTTP, by name."""
        return {name: codec for name, codec in STREAMS.items() if name not in self._withheld}

    @property
    def listeners(self) -> int:
        """How many listen, to all stations together."""
        return sum(s.broadcaster.listeners for s in self._stations.values())

    @property
    def full(self) -> bool:
        """Whether there is no room for another listener."""
        return self.listeners >= self.max_clients

    @property
    def restarts(self) -> int:
        """How often a worker took over a station that is open now."""
        return int(sum(s.source.figures.get("restarts", 0) for s in self._stations.values()))

    @property
    def workers(self) -> Mapping[str, int]:
        """The processes that render, by state; see `Stage.workers`."""
        return self._stage.workers

    def find(self, name: str) -> OnAir:
        """Return a station; raises `InvalidValue` with the field `station` if there is none."""
        if name not in self._stations:
            permanent = (n for n, s in self._stations.items() if s.owner is None)
            raise InvalidValue("station", name, ", ".join(permanent))
        return self._stations[name]

    def owner(self, name: str) -> Owner | None:
        """Return whose a station is, None if it is nobody's or isn't there."""
        found = self._stations.get(name)
        return None if found is None else found.owner

    async def open(self, moment: Moment) -> tuple[OnAir, str]:
        """Open a personal station at a moment, from its chunk on; return it with its owner's token.

        Nobody is told the token again.
        Raises `Overloaded` where there is no room for it, `InvalidValue` for what can't be played.
        """
        if len(self._stations) + self._opening >= self.limits.stations:
            raise Overloaded(f"all {self.limits.stations} stations there may be are taken")
        first = moment.frame // chunk_frames(moment.recipe.sample_rate)
        self._opening += 1
        try:
            source = await self._stage.open(secrets.token_hex(_NAME_BYTES), moment.recipe, first)
        finally:
            self._opening -= 1
        owner, token = Owner.new()
        await self.diary.write(Owned(source.name, owner.digest))
        on_air = OnAir(source, self._stage, self.clock, owner, self.diary)
        self._stations[source.name] = on_air
        self._start(source.name)
        return on_air, token

    async def close(self, name: str) -> None:
        """Close a personal station; whoever listens is told. Raises `PermanentStation`."""
        on_air = self.find(name)
        if on_air.owner is None:
            raise PermanentStation(f"{name} is a permanent station")
        del self._stations[name]
        on_air.over.set()
        await self._end(self._running.pop(name))
        with suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL_S):
                while on_air.broadcaster.listeners:
                    await asyncio.sleep(_MOMENT_S)
        await self._stage.close(name)

    @asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Keep all stations on the air as long as an application runs."""
        for name in self._stations:
            self._start(name)
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            for task in (keeping, *self._running.values()):
                await self._end(task)

    def _taken_up(self, source: Source) -> OnAir:
        """Put a station on the air that was there before the server began, or opened as it did."""
        on_air = OnAir(source, self._stage, self.clock, None, self.diary)
        kept = self.diary.stations.get(source.name)
        if kept is not None:
            on_air.take_up(kept)
        return on_air

    def _start(self, name: str) -> None:
        # It outlives the request that opened it, whose name its log lines do not bear.
        running = self._stations[name].run()
        self._running[name] = asyncio.create_task(running, context=Context())

    @staticmethod
    async def _end(task: asyncio.Task[None]) -> None:
        task.cancel()
        with suppress(asyncio.CancelledError, ExceptionGroup):
            await task

    async def _keep(self) -> None:
        """Pause personal stations that nobody hears, let those that wait go on, close those that are lost."""
        while True:
            await self.clock.sleep(_LOOK_S)
            for name, on_air in tuple(self._stations.items()):
                try:
                    await self._look_after(name, on_air)
                except Exception:
                    structlog.get_logger("auralis.server").exception("station_not_kept", station=name)

    async def _look_after(self, name: str, on_air: OnAir) -> None:
        if on_air.owner is None:
            await on_air.intermission.look(math.inf)
            return
        await on_air.intermission.look(self.limits.pause_after)
        lost = on_air.intermission.seconds >= self.limits.close_after and not on_air.night.awaited
        if lost and not on_air.broadcaster.listeners:
            await self.close(name)
