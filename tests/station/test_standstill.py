"""A worker that turns while a station stands still is replaced, and the music goes on."""

from types import SimpleNamespace
from typing import Any

import pytest

from auralis.station.standstill import Standstill


def station(number: int = 1, **fields: Any) -> Any:
    given = {"playing": True, "failed": False, "figures": {"alive": 1.0}} | fields
    return SimpleNamespace(number=number, ring=SimpleNamespace(head=7), **given)


def looks(stations: list[Any], process: Any, turns: int = 1) -> int:
    """Return how many looks it takes until one is said to stand still, 200 if none ever is."""
    watch = Standstill()
    for n in range(200):
        if watch.find(stations, process) is not None:
            return n
        process.turns += turns
    return 200


def test_a_station_without_progress_stands_still_after_five_seconds() -> None:
    assert looks([station()], SimpleNamespace(turns=0)) == 50


@pytest.mark.parametrize("fields", [{"playing": False}, {"failed": True}, {"figures": {"alive": 0.0}}])
def test_one_that_need_not_move_does_not(fields: dict[str, Any]) -> None:
    assert looks([station(**fields)], SimpleNamespace(turns=0)) == 200


def test_a_worker_that_does_not_turn_is_for_the_vigil() -> None:
    assert looks([station()], SimpleNamespace(turns=0), turns=0) == 200


def test_the_one_that_stands_still_is_named() -> None:
    watch, process = Standstill(), SimpleNamespace(turns=0)
    moving, still = station(1), station(2)
    found = None
    while found is None:
        moving.ring.head += 1
        process.turns += 1
        found = watch.find([moving, still], process)
    assert found is still
