"""When a station stops, and what has it go on."""

import asyncio
from typing import Final, Literal

import structlog

from auralis.server.talk import messages
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
    `reason` is None while it plays. Where there is no room for it any more it waits for some, and who
    listens is told.
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
        self._refused = False
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
                await self.end()

    def rest(self, reason: Reason, seconds: float) -> None:
        """Take note that it has been paused for so many seconds already."""
        self.reason = reason
        self._since = self._clock.monotonic() - seconds

    async def begin(self, reason: Reason) -> None:
        """Pause, or stay paused for another reason."""
        async with self._changing:
            if self.reason is None:
                await self._stage.pause(self._name)
                self._since = self._clock.monotonic()
            self.reason = reason
            if self._broadcaster.listeners:
                self._joined.set()

    async def look(self, patience: float) -> None:
        """Pause if nobody has listened for so many seconds, or try again to go on; called now and then."""
        if self._broadcaster.listeners:
            self._heard = self._clock.monotonic()
            if self.reason == UNHEARD:
                await self.end()
        elif self.reason is None and self._clock.monotonic() - self._heard >= patience:
            await self.begin(UNHEARD)

    async def end(self) -> None:
        """Go on at the very next frame, as soon as there is room."""
        async with self._changing:
            self._heard = self._clock.monotonic()
            if self.reason is None:
                return
            try:
                await self._stage.resume(self._name)
            except (Overloaded, SourceGone) as error:
                self.reason = UNHEARD
                self._tell(str(error))
            else:
                self.reason = None
                self._refused = False

    def _tell(self, why: str) -> None:
        """Say once that the station has to wait."""
        if not self._refused:
            self._refused = True
            self._broadcaster.announce(messages.overloaded(why, self._clock.unix()))
            structlog.get_logger("auralis.server").warning("station_waits", station=self._name, why=why)
