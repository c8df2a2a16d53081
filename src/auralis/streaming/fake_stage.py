"""A stage whose stations play counters, and only when they are told to."""

import math
from collections.abc import Sequence

from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe
from auralis.core.units import CHUNKS_PER_SECOND
from auralis.streaming.clock import Clock
from auralis.streaming.fake_source import FakeSource
from auralis.streaming.stage import Overloaded

_FIRST = 3


class FakeStage:
    """A `Stage` of `FakeSource`s, with room for so many stations that are not paused.

    `play` renders the next chunk of each of those; a station's first three are there when it opens, the
    first of them due at once.
    """

    def __init__(self, clock: Clock, room: int = 100, lead: float = 0.2) -> None:
        self.room = room
        self.workers = {"playing": 1, "spare": 1, "starting": 0, "missing": 0}
        self._clock = clock
        self._lead = lead
        self._sources: dict[str, FakeSource] = {}

    @property
    def sources(self) -> Sequence[FakeSource]:
        """The stations that are open."""
        return tuple(self._sources.values())

    def source(self, name: str) -> FakeSource:
        """Return a station that is open."""
        return self._sources[name]

    def play(self, chunks: int = 1) -> None:
        """Render the next chunks of every station that is not paused."""
        for source in self._sources.values():
            if math.isfinite(source.ring.origin):
                source.render(chunks)

    async def open(self, name: str, recipe: Recipe, first: int = 0, *, playing: bool = True) -> FakeSource:
        """Begin a station."""
        if name in self._sources:
            raise InvalidValue("station", name, "a name that is not taken")
        if playing:
            self._check_room()
        source = self._sources[name] = FakeSource(name=name, recipe=recipe, first=first)
        if not playing:
            return source
        source.ring.origin = self._clock.monotonic() - first / CHUNKS_PER_SECOND
        source.render(_FIRST)
        return source

    async def close(self, name: str) -> None:
        """End a station."""
        self._sources.pop(name, None)

    async def pause(self, name: str) -> None:
        """Let a station rest."""
        self._sources[name].ring.origin = math.inf

    async def resume(self, name: str) -> None:
        """Go on; raises `Overloaded` where others have taken its room."""
        ring = self._sources[name].ring
        if not math.isfinite(ring.origin):
            self._check_room()
            ring.origin = self._clock.monotonic() + self._lead - ring.head / CHUNKS_PER_SECOND

    def _check_room(self) -> None:
        playing = sum(math.isfinite(s.ring.origin) for s in self._sources.values())
        if playing >= self.room:
            raise Overloaded(f"{playing} stations are playing, and there is room for {self.room}")
