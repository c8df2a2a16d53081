"""What a worker reports of a station is in the log, once, under the station's name."""

import asyncio

from structlog.testing import capture_logs

from auralis.composition import MusicalContext
from auralis.station.hosted import Hosted
from auralis.station.messages import Postponed, Troubled
from auralis.station.recipes import new_recipe


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
