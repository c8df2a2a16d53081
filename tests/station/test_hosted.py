"""A station as the server sees it: what is asked of it, and what its worker reports."""

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.station.hosted import Hosted
from auralis.station.messages import Command, Postponed, Troubled, pack
from auralis.station.recipes import new_recipe

PATIENCE_S = 5


class Wire:
    """Packs what is sent, as the socket to a worker does."""

    def send(self, command: Command, descriptors: Sequence[int] = ()) -> None:
        pack(command)


def test_trouble_and_postponement_are_one_line_each() -> None:
    recipe = new_recipe(MusicalContext.of(), 1, "auralis", 44_100)

    async def report() -> float:
        station = Hosted("main", 1, recipe, 2.0, 0.01)
        assert station.figures["fallback"] == 0.0
        station.take(Postponed("main", 61.04))
        station.take(Troubled("main", "soundfont", "no font", False, recipe.to_json()))
        station.take(Troubled("main", "auralis", "broken", True, recipe.to_json()))
        station.close()
        return station.figures["fallback"]

    with capture_logs() as logs:
        assert asyncio.run(report()) == 1.0
    assert [(line["event"], line["log_level"], line["station"]) for line in logs] == [
        ("station_postponed", "warning", "main"),
        ("kit_failed", "error", "main"),
        ("synthesis_failed", "critical", "main"),
    ]
    assert logs[0]["seconds"] == 61.0


@pytest.mark.parametrize("boundary", ["tick", "\ud800", ""])
def test_a_boundary_that_is_none_is_refused(boundary: str) -> None:
    async def ask() -> None:
        station = Hosted("main", 1, new_recipe(MusicalContext.of({}), 7, "auralis", 44_100), 2.0, 0.1)
        try:
            station.play_in(Wire())  # type: ignore[arg-type]
            await asyncio.wait_for(station.control({"bpm": 60}, boundary), PATIENCE_S)
        finally:
            station.close()

    with pytest.raises(InvalidValue) as caught:
        asyncio.run(ask())
    assert caught.value.field == "boundary"
