"""A stage whose stations are written down: that they begin, rest, go on and end, and where they are."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from auralis.core.recipe import Recipe
from auralis.core.units import chunk_frames
from auralis.journal.entries import Closed, Faded, Mark, Paused, Timed
from auralis.journal.kept_station import KeptStation, digest
from auralis.server.diary.diary import Diary
from auralis.server.diary.kept_source import KeptSource
from auralis.streaming.stage import Stage

RETURN_S: Final = 1.5
"""Seconds of the fade in after a farewell."""

_LOOK_S: Final = 1.0
_MARK_S: Final = 60.0
_MOVED_S: Final = 0.25


class KeptStage:
    """A `Stage` around another one, for a server that goes on where it was after its end."""

    def __init__(self, stage: Stage, diary: Diary) -> None:
        self.diary = diary
        self._stage = stage
        self._sources: dict[str, KeptSource] = {}
        self._marked_at = diary.clock.monotonic()

    @property
    def sources(self) -> Sequence[KeptSource]:
        """The stations that are open."""
        return tuple(self._sources.values())

    @property
    def workers(self) -> Mapping[str, int]:
        """The processes that render, by state; see `Stage.workers`."""
        return self._stage.workers

    async def open(self, name: str, recipe: Recipe, first: int = 0, *, playing: bool = True) -> KeptSource:
        """Begin a station, and return it once it is written down that there is one."""
        source = await self._stage.open(name, recipe, first, playing=playing)
        self._sources[name] = KeptSource(source, self.diary)
        place = self.diary.place(source.ring)
        begun = KeptStation.of(name, source.recipe, *place, asked=digest(recipe), paused=not playing)
        await self.diary.write(begun)
        return self._sources[name]

    async def take_up(self, kept: KeptStation, first: int, since: float | None) -> KeptSource:
        """Hold a station that was known before, to go on at a chunk as soon as it is resumed or changed.

        It counts as paused there since a Unix second; None: what is known of it stays as it is. Raises
        `InvalidValue` for a recipe that can't be read here.
        """
        source = await self._stage.open(kept.name, kept.recipe, first, playing=False)
        self._sources[kept.name] = KeptSource(source, self.diary)
        if since is not None:
            await self.diary.write(Paused(kept.name, first * chunk_frames(kept.sample_rate), since))
        return self._sources[kept.name]

    async def close(self, name: str) -> None:
        """End a station."""
        source = self._sources.pop(name, None)
        if source is not None:
            source.close()
            await self._stage.close(name)
            await self.diary.write(Closed(name))

    async def pause(self, name: str) -> None:
        """Stop rendering a station."""
        await self._stage.pause(name)
        await self.diary.write(Paused(name, *self.diary.place(self._sources[name].ring)))

    async def resume(self, name: str) -> None:
        """Go on; a station that was faded out in farewell is faded in."""
        source = self._sources[name]
        kept = self.diary.stations.get(name)
        if kept is not None and kept.fade is not None:
            await source.control({"fade": kept.fade, "fade_s": RETURN_S}, None)
            await self.diary.write(Faded(name, None))
        await self._stage.resume(name)
        await self.mark()

    async def keep_time(self) -> None:
        """Write down once a second which stations are elsewhere than they should be, until cancelled.

        Once a minute all that play are written down, so that not much is lost to a clock that is wrong.
        """
        while True:
            await self.diary.clock.sleep(_LOOK_S)
            await self.mark()

    async def mark(self, *, everywhere: bool = False) -> None:
        """Write down where the stations are that are not where they should be by what is written."""
        now = self.diary.clock.monotonic()
        if now - self._marked_at >= _MARK_S:
            everywhere, self._marked_at = True, now
        playing = [s for s in self._sources.values() if math.isfinite(s.ring.origin)]
        marks = [Mark(s.name, *self.diary.place(s.ring)) for s in playing]
        moved = [mark for mark in marks if everywhere or self._is_news(mark)]
        if moved:
            await self.diary.write(Timed(moved))

    def _is_news(self, mark: Mark) -> bool:
        kept = self.diary.stations.get(mark.station)
        if kept is None:
            return False
        expected = kept.reached(mark.unix)
        return kept.paused or abs(mark.frame - expected) > _MOVED_S * kept.sample_rate
