"""The soak by a clock that is moved, for half a minute; and whether it would tell growth from noise."""

import asyncio
import random

import pytest
from benchmarks.soak.__main__ import soak
from benchmarks.soak.sample import slope
from benchmarks.soak.weight import change_mb, weight

HOURS = [n / 10 for n in range(80)]


def values(an_hour: float) -> list[float]:
    draw = random.Random(7)  # noqa: S311
    return [200 + an_hour * hour + draw.gauss(0, 1) for hour in HOURS]


def test_growth_is_told_from_noise() -> None:
    assert slope(HOURS, values(0)).within_noise
    assert not slope(HOURS, values(1)).within_noise
    assert slope(HOURS, values(1)).an_hour == pytest.approx(1, abs=0.1)


def test_what_is_referred_to_is_weighed_once() -> None:
    held = bytes(1000)
    assert weight([held, held]) - weight([held]) < 20
    assert weight({"a": [held]}) > 1000


def test_everybody_comes_and_goes_and_nothing_is_left(
    cache_home: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    run, before, after = asyncio.run(soak(0.01, 8, 7, warm=0.005, samples=3, composed=0.1))
    assert run.counts["changes"] > 0
    assert run.counts["convoy"] > 0
    assert after.changes == len(run.house.stage.sources[0].recipe.changes)
    assert 500 < change_mb(run.house.stage.sources[0].recipe) * (1 << 20) < 8000
    assert len(run.rests) == len(run.busy) == 3
    assert after.descriptors <= before.descriptors
    assert after.tasks <= before.tasks
    assert run.house.stage.sources[0].ring.head > 0.015 * 36_000
