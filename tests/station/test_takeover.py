"""Workers that die or hang: nobody hears it, and nothing is lost."""

import asyncio
import math
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from auralis.composition import MusicalContext
from auralis.core.recipe import Recipe
from auralis.engine import Kernels
from auralis.station.hosted import Hosted
from auralis.station.recipes import new_recipe
from auralis.streaming.chunk import Chunk
from auralis.streaming.source import SourceGone
from tests.station.on_stage import RATE, Theatre, chunk, offline, until


@pytest.fixture(scope="module")
def theatre(kernel_folder: Path) -> Iterator[Theatre]:
    with Theatre(kernel_folder) as running:
        yield running


@pytest.fixture
def recipe() -> Recipe:
    return new_recipe(MusicalContext.of({"bpm": 180}), 21, "auralis", RATE)


async def heard(station: Hosted, chunks: int) -> list[Chunk]:
    """Return the first chunks, once they are all there."""
    return [await chunk(station, seq) for seq in range(chunks)]


def die(theatre: Theatre) -> None:
    os.kill(theatre.worker.pid, signal.SIGKILL)


def test_a_worker_killed_in_mid_phrase_is_never_heard(
    recipe: Recipe, kernels: Kernels, theatre: Theatre
) -> None:
    async def walk() -> list[tuple[Recipe, list[Chunk]]]:
        stage = theatre.stage
        stations = [await stage.open(name, recipe) for name in ("other", "main")]
        for station in stations:
            await station.control({"layers.pad.gain": 0.5, "intensity": 0.9}, None)
        await chunk(stations[0], 12)
        waiting = asyncio.create_task(stations[1].control({"key": "A minor"}, None))
        await asyncio.sleep(0)
        die(theatre)
        during = [asyncio.create_task(s.control({"brightness": 0.2}, None)) for s in stations]
        (change,) = await waiting
        assert [len(await asking) for asking in during] == [1, 1]
        await stations[1].control({"density": 0.4}, None)
        end = change.frame // (RATE // 10) + 10
        assert [s.figures["restarts"] for s in stations] == [1, 1]
        assert all(s.figures["alive"] for s in stations)
        return [(s.recipe, await heard(s, end)) for s in stations]

    for log, chunks in theatre.run(walk()):
        assert [c.seq for c in chunks] == list(range(len(chunks)))
        assert not any(c.flags for c in chunks)
        assert [c.pcm for c in chunks] == offline(log, kernels, len(chunks))
        settings = [name for c in log.changes for name in c.set]
        assert len(settings) == len(set(settings))


def test_a_stopped_worker_is_replaced_and_the_music_is_on_schedule(
    recipe: Recipe, kernels: Kernels, theatre: Theatre
) -> None:
    async def walk() -> tuple[Recipe, list[Chunk]]:
        stage = theatre.stage
        main = await stage.open("main", recipe)
        await theatre.settled()
        await chunk(main, 5)
        stopped, origin = theatre.worker, main.ring.origin
        os.kill(stopped.pid, signal.SIGSTOP)
        (change,) = await main.control({"brightness": 0.2}, None)
        assert stopped.gone.is_set()
        assert main.ring.origin == origin
        return main.recipe, await heard(main, change.frame // (RATE // 10) + 10)

    log, chunks = theatre.run(walk())
    assert [c.pcm for c in chunks] == offline(log, kernels, len(chunks))


def test_a_lost_spare_is_replaced_and_so_are_both(recipe: Recipe, kernels: Kernels, theatre: Theatre) -> None:
    async def walk() -> tuple[Recipe, list[Chunk]]:
        stage = theatre.stage
        main = await stage.open("main", recipe)
        await theatre.settled()
        spare = stage.crew.spare
        assert spare is not None
        os.kill(spare.pid, signal.SIGKILL)
        await until(lambda: stage.crew.spare is None)
        die(theatre)
        (change,) = await main.control({"brightness": 0.2}, None)
        assert main.figures["restarts"] == 1
        await theatre.settled()
        assert stage.crew.spare is not spare
        return main.recipe, await heard(main, change.frame // (RATE // 10) + 10)

    log, chunks = theatre.run(walk())
    assert [c.pcm for c in chunks] == offline(log, kernels, len(chunks))


def test_a_paused_station_is_taken_over_paused(recipe: Recipe, kernels: Kernels, theatre: Theatre) -> None:
    async def walk() -> tuple[Recipe, list[Chunk]]:
        stage = theatre.stage
        main = await stage.open("main", recipe)
        await theatre.settled()
        await chunk(main, 4)
        await stage.pause("main")
        head = main.ring.head
        die(theatre)
        await until(lambda: main.figures["restarts"])
        await until(lambda: main.figures["alive"])
        assert main.ring.head == head
        await stage.resume("main")
        return main.recipe, await heard(main, head + 4)

    log, chunks = theatre.run(walk())
    assert [c.pcm for c in chunks] == offline(log, kernels, len(chunks))


def test_a_station_that_ends_its_worker_again_and_again_is_given_up(recipe: Recipe, theatre: Theatre) -> None:
    async def walk() -> None:
        stage = theatre.stage
        main = await stage.open("main", recipe)
        other = await stage.open("other", recipe)
        seat = stage.crew.seats[0]
        for _ in range(3):
            assert main.figures["alive"]
            stage._lost(seat, main.number)
        assert not main.figures["alive"]
        with pytest.raises(SourceGone, match="ended its render worker 3 times"):
            await main.control({"bpm": 90}, None)
        await chunk(other, other.ring.head + 2)
        assert [s.name for s in stage.sources] == ["main", "other"]

    with structlog.testing.capture_logs() as logs:
        theatre.run(walk())
    (entry,) = [e for e in logs if e["event"] == "station_given_up"]
    assert entry["log_level"] == "critical"
    assert entry["station"] == "main"


def test_a_worker_whose_station_stands_still_is_replaced(
    recipe: Recipe, kernels: Kernels, theatre: Theatre
) -> None:
    async def walk() -> tuple[Recipe, list[Chunk]]:
        main = await theatre.stage.open("main", recipe)
        await chunk(main, 3)
        stuck = theatre.worker
        main.ring.origin = math.inf
        await until(stuck.gone.is_set)
        await until(lambda: main.figures["alive"])
        await chunk(main, main.ring.head + 3)
        assert main.figures["restarts"] == 1
        return main.recipe, await heard(main, main.ring.head)

    with capture_logs() as logs:
        played, chunks = theatre.run(walk())
    assert [line["station"] for line in logs if line["event"] == "worker_stuck"] == ["main"]
    assert [c.pcm for c in chunks] == offline(played, kernels, len(chunks))
