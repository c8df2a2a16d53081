"""A station on the air: what it plays, who listens, how it fares."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from auralis.core.errors import InvalidValue
from auralis.core.recipe import Change
from auralis.core.units import CHUNK_MS, Frame, chunk_frames
from auralis.journal.entries import Planned
from auralis.journal.kept_station import KeptStation
from auralis.observability.memory import resident_mb
from auralis.observability.performance import PerformanceMetrics
from auralis.observability.refreshed import Refreshed
from auralis.server.access import NotOwner, Owner, Visitor
from auralis.server.diary import Diary
from auralis.server.nights import ASLEEP, UNHEARD, Intermission, Night
from auralis.server.talk import messages
from auralis.streaming.broadcaster import Broadcaster
from auralis.streaming.clock import Clock
from auralis.streaming.encodings import Encodings
from auralis.streaming.source import Source
from auralis.streaming.stage import Stage
from auralis.streaming.transports.hls import Hls

NO_STATION: Final = 4404
"""The code with which a socket of no station, or of one that is over, is closed."""


class OnAir:
    """A source with its broadcaster, its intermissions, its night and its figures; `run` keeps it on the air.

    A personal station has an `owner`, a permanent one has none. `over` is set once it has been closed;
    `farewell` is the code and the reason with which its sockets are closed then.
    """

    def __init__(
        self,
        source: Source,
        stage: Stage,
        clock: Clock,
        owner: Owner | None = None,
        diary: Diary | None = None,
    ) -> None:
        self.source = source
        self.clock = clock
        self.owner = owner
        self.over = asyncio.Event()
        self.farewell = (NO_STATION, "the station was closed")
        self.diary = diary or Diary(clock)
        self.metrics = PerformanceMetrics()
        self.broadcaster = Broadcaster(source.ring, clock, self.metrics)
        self.encodings = Encodings(source.ring, lambda: self.broadcaster.position)
        self.hls = Hls(source.ring, self.broadcaster, self.encodings, clock)
        self.intermission = Intermission(source.name, stage, self.broadcaster, clock)
        self.night = Night(source, self.broadcaster, self.intermission, clock, self._tell_night)
        self._since = clock.monotonic()
        self._figures = Refreshed(self._measured, clock.monotonic)

    async def run(self) -> None:
        """Broadcast chunks and announce what is composed, until cancelled."""
        ends = (
            self.source.on_update(self._announce),
            self.source.on_render(self.metrics.synthesis.record),
        )
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.broadcaster.run())
                tasks.create_task(self.intermission.run())
                tasks.create_task(self.night.run())
        except Exception:
            structlog.get_logger("auralis.server").exception("broadcast_failed", station=self.source.name)
            raise
        finally:
            for end in ends:
                end()
            await self.hls.close()

    def check(self, visitor: Visitor) -> None:
        """Raise `NotOwner`, or `Refused` if it is nobody's, unless a visitor may change the station."""
        if self.owner is None:
            visitor.check_control()
        elif not visitor.is_admin and not any(map(self.owner.knows, visitor.tokens)):
            raise NotOwner(self.source.name)

    async def control(self, settings: Mapping[str, object], boundary: str | None = None) -> Sequence[Change]:
        """Change settings, as `Source.control`; a paused station goes on.

        One that is asleep goes on only if it is to be heard again: if `fade` is set above 0.
        """
        changes = await self.source.control(settings, boundary)
        if not self.asleep or _is_heard(settings.get("fade")):
            await self.intermission.end()
        return changes

    @property
    def frame(self) -> Frame:
        """The frame that is due now: 0 before the station starts, the next one while it is paused."""
        if not math.isfinite(self.source.ring.origin):
            return self.broadcaster.position * chunk_frames(self.source.sample_rate)
        passed = self.clock.monotonic() - self.source.ring.origin
        return int(passed * self.source.sample_rate) if passed > 0 else 0

    @property
    def asleep(self) -> bool:
        """Whether it has fallen asleep, so that nobody who joins hears anything."""
        return self.intermission.reason == ASLEEP

    @property
    def alive(self) -> bool:
        """Whether the station renders."""
        return bool(self.source.figures.get("alive", 0.0))

    @property
    def why_silent(self) -> str | None:
        """Say why there is no sound although some is due; None where there is some, or it rests."""
        ring, now = self.source.ring, self.clock.monotonic()
        if ring.head == 0:
            return "nothing is rendered yet"
        if self.intermission.reason is not None:
            return None
        if ring.due(ring.head) <= now:
            return "what is due is not rendered" if self.alive else "its render worker is gone"
        seq = self.frame // chunk_frames(self.source.sample_rate)
        chunk = ring.read(min(max(seq, ring.first), ring.head - 1))
        return "its instruments fail" if chunk is not None and chunk.silent else None

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

    def take_up(self, kept: KeptStation) -> None:
        """Go on as it was before the server's end, as far as it rests and what its night is to bring."""
        self.owner = Owner(kept.owner) if kept.owner else None
        unix = self.clock.unix()
        asleep = kept.asleep or (kept.sleep is not None and kept.sleep.silent_at <= unix)
        if not math.isfinite(self.source.ring.origin):
            self.intermission.rest(ASLEEP if asleep else UNHEARD, max(0.0, unix - kept.unix))
        try:
            self.night.restore(kept.sleep, kept.wake)
        except InvalidValue as error:
            log = structlog.get_logger("auralis.server")
            log.error("night_not_kept", station=self.source.name, why=str(error))

    async def _tell_night(self) -> None:
        sleep, wake = self.night.plan
        await self.diary.write(Planned(self.source.name, self.asleep, sleep, wake))
        self.broadcaster.announce(messages.night(self.night.document()))

    def _measured(self) -> Mapping[str, object]:
        memory = resident_mb() + self.source.figures.get("memory_mb", 0.0)
        updated = messages.iso(self.clock.unix())
        return self.metrics.snapshot() | {"memory_usage_mb": memory, "last_updated": updated}


def _is_heard(fade: object) -> bool:
    return isinstance(fade, int | float) and fade > 0
