"""What every stage must do; a subclass says how one is had and how time passes on it."""

import math
from collections.abc import Coroutine
from typing import Protocol

import pytest

from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe
from auralis.core.units import chunk_frames
from auralis.station.recipes import new_recipe
from auralis.streaming.stage import Stage


class Hall(Protocol):
    """A stage in an event loop; every station is closed after each walk."""

    @property
    def stage(self) -> Stage: ...

    def run(self, walk: Coroutine[None, None, None]) -> None: ...

    async def until(self, name: str, head: int) -> None:
        """Let time pass until a station's ring has come so far."""


class StageSuite:
    """Inherit, and give `hall`."""

    @pytest.fixture
    def recipe(self) -> Recipe:
        return new_recipe(MusicalContext.of({"bpm": 90}), 3, "auralis", 44_100)

    def test_a_station_that_opens_has_its_first_chunk(self, hall: Hall, recipe: Recipe) -> None:
        async def walk() -> None:
            source = await hall.stage.open("one", recipe)
            assert (source.name, source.sample_rate, source.recipe) == ("one", 44_100, recipe)
            assert source.ring.read(0) is not None
            assert math.isfinite(source.ring.origin)
            assert source.context["bpm"] == 90
            await hall.stage.open("other", recipe)
            assert [s.name for s in hall.stage.sources] == ["one", "other"]

        hall.run(walk())

    def test_a_station_may_begin_anywhere(self, hall: Hall, recipe: Recipe) -> None:
        async def walk() -> None:
            source = await hall.stage.open("one", recipe, 123)
            await hall.until("one", 128)
            assert [seq for seq in range(128) if source.ring.read(seq)] == [123, 124, 125, 126, 127]

        hall.run(walk())

    def test_a_name_is_taken_until_its_station_closes(self, hall: Hall, recipe: Recipe) -> None:
        async def walk() -> None:
            await hall.stage.open("one", recipe)
            with pytest.raises(InvalidValue, match="station: 'one'"):
                await hall.stage.open("one", recipe)
            await hall.stage.close("one")
            await hall.stage.close("one")
            assert [s.name for s in hall.stage.sources] == []
            assert (await hall.stage.open("one", recipe)).ring.read(0) is not None

        hall.run(walk())

    def test_a_paused_station_goes_on_with_the_next_chunk(self, hall: Hall, recipe: Recipe) -> None:
        async def walk() -> None:
            source = await hall.stage.open("one", recipe)
            for _ in range(2):
                await hall.stage.pause("one")
                assert source.ring.origin == math.inf
            head = source.ring.head
            other = await hall.stage.open("other", recipe)
            await hall.until("other", other.ring.head + 3)
            assert source.ring.head == head
            for _ in range(2):
                await hall.stage.resume("one")
                assert math.isfinite(source.ring.origin)
            await hall.until("one", head + 3)
            assert all(source.ring.read(seq) for seq in range(head + 3))

        hall.run(walk())

    def test_a_station_may_be_held_until_it_is_needed(self, hall: Hall, recipe: Recipe) -> None:
        async def walk() -> None:
            source = await hall.stage.open("one", recipe, 123, playing=False)
            assert (source.ring.first, source.ring.head, source.ring.origin) == (123, 123, math.inf)
            assert (source.recipe, source.context["bpm"]) == (recipe, 90)
            await hall.stage.pause("one")
            await hall.stage.resume("one")
            assert math.isfinite(source.ring.origin)
            await hall.until("one", 128)
            assert [seq for seq in range(128) if source.ring.read(seq)] == [123, 124, 125, 126, 127]

        hall.run(walk())

    def test_a_held_station_can_be_changed_and_stays_paused(self, hall: Hall, recipe: Recipe) -> None:
        async def walk() -> None:
            source = await hall.stage.open("one", recipe, 123, playing=False)
            (change,) = await source.control({"fade": 0.5, "fade_s": 3}, None)
            assert change.frame == 123 * chunk_frames(44_100)
            assert (source.ring.head, source.ring.origin) == (123, math.inf)
            await hall.stage.resume("one")
            await hall.until("one", 125)
            await hall.stage.close("one")
            await hall.stage.open("two", recipe, 5, playing=False)
            await hall.stage.close("two")
            assert list(hall.stage.sources) == []

        hall.run(walk())

    def test_a_paused_station_can_be_changed(self, hall: Hall, recipe: Recipe) -> None:
        async def walk() -> None:
            source = await hall.stage.open("one", recipe)
            await hall.stage.pause("one")
            head = source.ring.head
            (change,) = await source.control({"fade": 0.5, "fade_s": 3}, None)
            assert change.frame == head * chunk_frames(44_100)
            assert change.set == {"fade": 0.5, "fade_s": 3}
            assert source.context["fade"] == 0.5
            with pytest.raises(InvalidValue, match="bpm"):
                await source.control({"bpm": 500}, None)
            assert source.recipe.changes == (change,)
            assert source.ring.head == head
            await hall.stage.resume("one")
            await hall.until("one", head + 2)

        hall.run(walk())
