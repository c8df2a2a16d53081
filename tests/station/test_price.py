"""What stations cost, and that no more are opened than a machine bears."""

import asyncio

import numpy as np
import pytest

from auralis.core.recipe import Recipe
from auralis.station.hosted import Hosted
from auralis.streaming.stage import Overloaded
from tests.station.on_stage import CHUNK, Theatre, chunk


def test_a_station_that_would_not_fit_is_refused_before_anyone_suffers(
    recipe: Recipe, theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hosted, "price", 0.4)

    async def walk() -> None:
        stage = theatre.stage
        main = await stage.open("main", recipe)
        await chunk(main, 2)
        with pytest.raises(Overloaded, match="80% of a core"):
            await stage.open("more", recipe)
        await stage.pause("main")
        await stage.open("more", recipe)
        with pytest.raises(Overloaded):
            await stage.resume("main")
        await stage.close("more")
        await stage.resume("main")
        await chunk(main, main.ring.head + 2)
        assert [s.name for s in stage.sources] == ["main"]

    theatre.run(walk())


def test_a_young_station_is_reckoned_as_dear_as_it_will_be(recipe: Recipe) -> None:
    async def walk() -> None:
        station = Hosted("one", 1, recipe, 1.0, 0.015)
        silence = np.zeros((CHUNK, 2), np.int16)
        assert (station.figures["cost"], station.price, station.cost) == (0.01, 0.015, 0.015)
        for _ in range(1199):
            station.ring.write(silence, 0.0)
        assert station.price == 0.015
        station.ring.write(silence, 0.0)
        assert station.price == 0.01
        station.close()

    asyncio.run(walk())
