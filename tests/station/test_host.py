"""The render worker behind its host: a process of its own, live, and the same bytes as offline."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe
from auralis.core.units import to_pcm
from auralis.engine import Kernels, load_kit
from auralis.station.host import Host
from auralis.station.offline import render
from auralis.station.recipes import new_recipe
from auralis.streaming.chunk import Chunk
from auralis.streaming.source import SourceGone

RATE = 44_100
CHUNK = RATE // 10


@asynccontextmanager
async def hosted(recipe: Recipe, folder: Path, tell: Callable[[str], None] = print) -> AsyncIterator[Host]:
    host = Host("main", recipe, folder, lead=0.2, seconds=5, tell=tell)
    await host.start()
    try:
        yield host
    finally:
        await host.stop()


async def chunk(host: Host, seq: int) -> Chunk:
    """Wait for a chunk."""
    heard = asyncio.Event()
    end = host.on_render(lambda _: heard.set())
    while (found := host.ring.read(seq)) is None:
        heard.clear()
        await asyncio.wait_for(heard.wait(), 30)
    end()
    return found


def offline(recipe: Recipe, kernels: Kernels, chunks: int) -> list[bytes]:
    return [to_pcm(b).tobytes() for b in render(recipe, kernels, 0, chunks * CHUNK, CHUNK)]


@pytest.fixture
def recipe() -> Recipe:
    return new_recipe(MusicalContext.of({"bpm": 180}), 21, "auralis", RATE)


def test_a_station_that_has_started_can_tell_what_it_plays(recipe: Recipe, kernel_folder: Path) -> None:
    async def walk() -> Mapping[str, object]:
        async with hosted(recipe, kernel_folder) as host:
            return host.update

    told = asyncio.run(walk())
    assert told["phrase_id"] == "s0p0f0"
    assert told["changes"] == []


def test_live_is_offline_even_while_it_is_changed(
    recipe: Recipe, kernels: Kernels, kernel_folder: Path
) -> None:
    async def walk() -> tuple[Recipe, list[bytes]]:
        async with hosted(recipe, kernel_folder) as host:
            updates: list[Mapping[str, object]] = []
            host.on_update(updates.append)
            heard = [await chunk(host, seq) for seq in range(5)]
            (change,) = await host.control({"key": "A minor"}, None)
            await host.control({"layers.pad.gain": 0.5, "intensity": 0.9}, None)
            heard += [await chunk(host, seq) for seq in range(5, change.frame // CHUNK + 12)]
            assert host.recipe.changes[-1].frame == change.frame
            assert host.context["key"] == "A minor"
            told = [c for u in updates for c in u["changes"]]
            assert {"frame": change.frame, "boundary": "bar", "set": {"key": "A minor"}} in told
            assert all(c.flags == 0 for c in heard)
            return host.recipe, [c.pcm for c in heard]

    log, heard = asyncio.run(walk())
    assert heard == offline(log, kernels, len(heard))


def test_a_wrong_change_alters_nothing_and_names_the_field(recipe: Recipe, kernel_folder: Path) -> None:
    async def walk() -> None:
        async with hosted(recipe, kernel_folder) as host:
            for settings, boundary, field in (
                ({"bpm": 39}, None, "bpm"),
                ({"key": "A minor", "intensity": 2}, None, "intensity"),
                ({"bpm": 90}, "tick", "boundary"),
                ({"loudness": 1}, None, "loudness"),
            ):
                with pytest.raises(InvalidValue) as caught:
                    await host.control(settings, boundary)
                assert caught.value.field == field
            assert host.recipe.changes == ()
            assert await host.control({"bpm": 90}, "beat")

    asyncio.run(walk())


def test_what_no_message_can_carry_is_refused_like_any_wrong_value(
    recipe: Recipe, kernel_folder: Path
) -> None:
    async def walk() -> None:
        async with hosted(recipe, kernel_folder) as host:
            for settings, field in (({"bpm": 10**30}, "bpm"), ({"preset": "\ud800"}, "preset")):
                with pytest.raises(InvalidValue) as caught:
                    await host.control(settings, None)
                assert caught.value.field == field
            assert await host.control({"bpm": 90}, None)

    asyncio.run(walk())


def test_a_client_that_leaves_before_its_answer_disturbs_nobody(recipe: Recipe, kernel_folder: Path) -> None:
    async def walk() -> None:
        async with hosted(recipe, kernel_folder) as host:
            leaving = [asyncio.create_task(host.control(s, None)) for s in ({"bpm": 90}, {"bpm": 91})]
            await asyncio.sleep(0)
            for task in leaving:
                task.cancel()
            assert await host.control({"bpm": 92}, None)
            assert host.figures["alive"] == 1

    asyncio.run(walk())


def test_figures_and_updates_come_by_themselves(recipe: Recipe, kernel_folder: Path) -> None:
    async def walk() -> None:
        async with hosted(recipe, kernel_folder) as host:
            await chunk(host, 3)
            assert host.figures["alive"] == 1
            assert host.figures["render_ms"] > 0
            assert 20 < host.figures["memory_mb"] < 300
            update = host.update
            assert update["phrase"] == update["section"] == update["frame"] == 0
            chords, notes = update["chords"], update["notes"]
            assert isinstance(chords, list)
            assert isinstance(notes, list)
            assert {"frame", "frames", "symbol", "roman", "pitch_classes", "reason"} <= set(chords[0])
            assert {n["layer"] for n in notes} >= {"pad", "bass"}
            assert max(n["frame"] for n in notes) < 2 * int(str(update["next_phrase_frame"]))

    asyncio.run(walk())


def test_a_kit_that_there_is_not_ends_the_start_with_its_name(recipe: Recipe, kernel_folder: Path) -> None:
    async def walk() -> None:
        host = Host("main", replace(recipe, kit="brass"), kernel_folder, lead=0.2, seconds=5, tell=print)
        with pytest.raises(InvalidValue, match="kit: 'brass'"):
            await host.start()

    asyncio.run(walk())


def test_a_killed_worker_is_noticed(recipe: Recipe, kernel_folder: Path) -> None:
    async def walk() -> None:
        async with hosted(recipe, kernel_folder) as host:
            await chunk(host, 1)
            os.kill(host.worker_pid, signal.SIGKILL)
            with pytest.raises(SourceGone):
                await asyncio.gather(*(host.control({"bpm": 90}, None) for _ in range(1_000)))
            assert host.figures["alive"] == 0

    asyncio.run(walk())


def test_a_worker_leaves_when_its_server_is_gone(recipe: Recipe, kernel_folder: Path) -> None:
    async def walk() -> int | None:
        host = Host("main", recipe, kernel_folder, lead=0.2, seconds=5, tell=print)
        await host.start()
        host._writer.transport.abort()
        status = await asyncio.wait_for(host._process.wait(), 30)
        await host.stop()
        return status

    assert asyncio.run(walk()) == 0


def test_the_first_start_tells_what_it_compiles(recipe: Recipe, kernels: Kernels, tmp_path: Path) -> None:
    told: list[str] = []

    async def walk() -> bytes:
        async with hosted(recipe, tmp_path, told.append) as host:
            return (await chunk(host, 2)).pcm

    heard = asyncio.run(walk())
    assert [line.split()[0] for line in told] == ["compiling", "compiled"] * len(load_kit("auralis").patches)
    assert np.frombuffer(heard, "<i2").any()
    assert heard == offline(recipe, kernels, 3)[2]
