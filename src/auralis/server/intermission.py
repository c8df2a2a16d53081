"""When a station stops, and what has it go on."""

import asyncio
from typing import Final, Literal

import structlog

from auralis.streaming.broadcaster import Broadcaster
from auralis.streaming.clock import Clock
from auralis.streaming.source import SourceGone
from auralis.streaming.stage import Overloaded, Stage

Reason = Literal["unheard", "asleep"]
UNHEARD: Final = "unheard"
ASLEEP: Final = "asleep"


class Intermission:
    """Pauses one station and lets it go on at the same frame.

    One that is `unheard` goes on as soon as somebody joins; one that is `asleep` only when it is told to.
    `reason` is None while it plays.
    """

    def __init__(self, name: str, stage: Stage, broadcaster: Broadcaster, clock: Clock) -> None:
        self.reason: Reason | None = None
        self._name = name
        self._stage = stage
        self._broadcaster = broadcaster
        self._clock = clock
        self._changing = asyncio.Lock()
        self._joined = asyncio.Event()
        self._since = self._heard = clock.monotonic()
        broadcaster.on_join(self._joined.set)

    @property
    def seconds(self) -> float:
        """How long it has been paused; 0 while it plays."""
        return 0.0 if self.reason is None else self._clock.monotonic() - self._since

    async def run(self) -> None:
        """Go on whenever somebody joins an unheard station, until cancelled."""
        while True:
            await self._joined.wait()
            self._joined.clear()
            if self.reason == UNHEARD:
                await self._go_on()

    async def begin(self, reason: Reason) -> None:
        """Pause, or stay paused for another reason."""
        async with self._changing:
            if self.reason is None:
                await self._stage.pause(self._name)
                self._since = self._clock.monotonic()
            self.reason = reason
            if self._broadcaster.listeners:
                self._joined.set()

    async def begin_if_unheard(self, patience: float) -> None:
        """Pause if nobody has listened for so many seconds; called every now and then."""
        if self._broadcaster.listeners:
            self._heard = self._clock.monotonic()
        elif self.reason is None and self._clock.monotonic() - self._heard >= patience:
            await self.begin(UNHEARD)

    async def end(self) -> None:
        """Go on at the very next frame; raises `Overloaded` where there is no room any more."""
        async with self._changing:
            self._heard = self._clock.monotonic()
            if self.reason is not None:
                await self._stage.resume(self._name)
                self.reason = None

    async def _go_on(self) -> None:
        try:
            await self.end()
        except (Overloaded, SourceGone) as error:
            log = structlog.get_logger("auralis.server")
            log.warning("station_stays_paused", station=self._name, why=str(error))
