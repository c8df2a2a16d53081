"""Stations in a fleet: processes of their own, live, and the same bytes as offline."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Change, Recipe
from auralis.engine import Kernels, load_kit
from auralis.station.recipes import new_recipe
from auralis.streaming.source import SourceGone
from auralis.streaming.stage import SourceBusy
from tests.station.on_stage import CHUNK, Theatre, chunk, offline, until


def test_a_station_that_has_started_can_tell_what_it_plays(recipe: Recipe, theatre: Theatre) -> None:
    async def walk() -> Mapping[str, object]:
        main = await theatre.stage.open("main", recipe)
        return main.update

    told = theatre.run(walk())
    assert told["phrase_id"] == "s0p0f0"
    assert told["changes"] == []


def test_live_is_offline_even_while_it_is_changed(recipe: Recipe, kernels: Kernels, theatre: Theatre) -> None:
    async def walk() -> tuple[Recipe, list[bytes]]:
        main = await theatre.stage.open("main", recipe)
        updates: list[Mapping[str, object]] = []
        main.on_update(updates.append)
        heard = [await chunk(main, seq) for seq in range(5)]
        (change,) = await main.control({"key": "A minor"}, None)
        await main.control({"layers.pad.gain": 0.5, "intensity": 0.9}, None)
        heard += [await chunk(main, seq) for seq in range(5, change.frame // CHUNK + 12)]
        assert main.recipe.changes[-1].frame == change.frame
        assert main.context["key"] == "A minor"
        told = [c for u in updates for c in u["changes"]]
        assert {"frame": change.frame, "boundary": "bar", "set": {"key": "A minor"}} in told
        assert all(c.flags == 0 for c in heard)
        return main.recipe, [c.pcm for c in heard]

    log, heard = theatre.run(walk())
    assert heard == offline(log, kernels, len(heard))


def test_a_wrong_change_alters_nothing_and_names_the_field(recipe: Recipe, theatre: Theatre) -> None:
    async def walk() -> None:
        main = await theatre.stage.open("main", recipe)
        for settings, boundary, field in (
            ({"bpm": 39}, None, "bpm"),
            ({"key": "A minor", "intensity": 2}, None, "intensity"),
            ({"bpm": 90}, "tick", "boundary"),
            ({"loudness": 1}, None, "loudness"),
        ):
            with pytest.raises(InvalidValue) as caught:
                await main.control(settings, boundary)
            assert caught.value.field == field
        assert main.recipe.changes == ()
        assert await main.control({"bpm": 90}, "beat")

    theatre.run(walk())


def test_what_no_message_can_carry_is_refused_like_any_wrong_value(recipe: Recipe, theatre: Theatre) -> None:
    async def walk() -> None:
        main = await theatre.stage.open("main", recipe)
        for settings, field in (({"bpm": 10**30}, "bpm"), ({"preset": "\ud800"}, "preset")):
            with pytest.raises(InvalidValue) as caught:
                await main.control(settings, None)
            assert caught.value.field == field
        assert await main.control({"bpm": 90}, None)

    theatre.run(walk())


def test_a_client_that_leaves_before_its_answer_disturbs_nobody(recipe: Recipe, theatre: Theatre) -> None:
    async def walk() -> None:
        main = await theatre.stage.open("main", recipe)
        leaving = [asyncio.create_task(main.control(s, None)) for s in ({"bpm": 90}, {"bpm": 91})]
        await asyncio.sleep(0)
        for task in leaving:
            task.cancel()
        assert await main.control({"bpm": 92}, None)
        assert main.figures["alive"] == 1

    theatre.run(walk())


def test_figures_and_updates_come_by_themselves(recipe: Recipe, theatre: Theatre) -> None:
    async def walk() -> None:
        main = await theatre.stage.open("main", recipe)
        await chunk(main, 3)
        assert main.figures["alive"] == 1
        assert main.figures["render_ms"] > 0
        assert 20 < main.figures["memory_mb"] < 300
        update = main.update
        assert update["phrase"] == update["section"] == update["frame"] == 0
        chords, notes = update["chords"], update["notes"]
        assert isinstance(chords, list)
        assert isinstance(notes, list)
        assert {"frame", "frames", "symbol", "roman", "pitch_classes", "reason"} <= set(chords[0])
        assert {n["layer"] for n in notes} >= {"pad", "bass"}
        assert max(n["frame"] for n in notes) < 2 * int(str(update["next_phrase_frame"]))

    theatre.run(walk())


def test_a_kit_that_there_is_not_is_refused_by_its_name(recipe: Recipe, theatre: Theatre) -> None:
    async def walk() -> None:
        stage = theatre.stage
        with pytest.raises(InvalidValue, match="kit: 'brass'"):
            await stage.open("main", replace(recipe, kit="brass"))
        assert stage.sources == ()
        assert (await stage.open("main", recipe)).figures["alive"] == 1

    theatre.run(walk())


def test_two_stations_of_one_worker_play_what_their_recipes_say(
    recipe: Recipe, kernels: Kernels, theatre: Theatre
) -> None:
    other = new_recipe(MusicalContext.of({"preset": "sleep"}), 5, "auralis", 48_000)

    async def walk() -> tuple[list[Recipe], list[list[bytes]]]:
        stage = theatre.stage
        both = [await stage.open("main", recipe), await stage.open("quiet", other)]
        with pytest.raises(InvalidValue, match="station: 'quiet'"):
            await stage.open("quiet", other)
        assert [s.name for s in stage.sources] == ["main", "quiet"]
        await both[1].control({"brightness": 0.9}, None)
        heard = [[(await chunk(s, n)).pcm for n in range(12)] for s in both]
        await stage.close("quiet")
        assert [s.name for s in stage.sources] == ["main"]
        await chunk(both[0], both[0].ring.head + 3)
        return [s.recipe for s in both], heard

    logs, heard = theatre.run(walk())
    assert heard[0] == offline(logs[0], kernels, 12)
    assert heard[1] == offline(logs[1], kernels, 12)


def test_a_paused_station_goes_on_at_the_same_frame(
    recipe: Recipe, kernels: Kernels, theatre: Theatre
) -> None:
    async def walk() -> tuple[Recipe, list[bytes]]:
        stage = theatre.stage
        main = await stage.open("main", recipe)
        await chunk(main, 3)
        await stage.pause("main")
        head = main.ring.head
        assert np.isinf(main.ring.origin)
        await main.control({"brightness": 0.1}, None)
        other = await stage.open("other", recipe)
        await chunk(other, 6)
        assert main.ring.head == head
        await stage.resume("main")
        heard = [(await chunk(main, n)).pcm for n in range(head + 5)]
        return main.recipe, heard

    log, heard = theatre.run(walk())
    assert len(log.changes) == 1
    assert heard == offline(log, kernels, len(heard))


def test_ten_thousand_wishes_are_answered_one_by_one_and_logged_once_a_boundary(
    recipe: Recipe, kernels: Kernels, theatre: Theatre
) -> None:
    async def walk() -> tuple[Recipe, list[bytes]]:
        main = await theatre.stage.open("main", recipe)
        updates: list[Mapping[str, object]] = []
        main.on_update(updates.append)
        answers: list[tuple[Change, ...]] = []
        for count in (*[1000] * 10, 1500):
            wishes = [main.control({"layers.pad.gain": n / 1500}, None) for n in range(count)]
            outcomes = await asyncio.gather(*wishes, return_exceptions=True)
            busy = [o for o in outcomes if isinstance(o, SourceBusy)]
            assert len(busy) == max(0, count - 1024)
            answers += [o for o in outcomes if isinstance(o, tuple)]
        assert len(answers) == 11_024
        head = main.ring.head
        await chunk(main, head + 4)
        assert all(answers)
        frames = [changes[-1].frame for changes in answers]
        assert frames == sorted(frames)
        log = main.recipe.changes
        assert len({c.frame for c in log}) == len(log) <= head
        assert log[-1].set == {"layers.pad.gain": 1023 / 1500}
        assert len(updates) <= len(log) + 1
        heard = [await chunk(main, n) for n in range(head + 4)]
        assert not any(c.flags for c in heard)
        return main.recipe, [c.pcm for c in heard]

    log, heard = theatre.run(walk())
    assert heard == offline(log, kernels, len(heard))


def test_a_station_that_begins_in_the_middle_plays_what_is_there(
    recipe: Recipe, theatre: Theatre, kernels: Kernels
) -> None:
    async def walk() -> list[bytes]:
        late = await theatre.stage.open("late", recipe, 400)
        found = [await chunk(late, seq) for seq in range(400, 406)]
        assert not any(c.flags for c in found)
        return [c.pcm for c in found]

    assert theatre.run(walk()) == offline(recipe, kernels, 406)[400:]


def test_a_worker_leaves_when_its_server_is_gone(recipe: Recipe, theatre: Theatre) -> None:
    async def walk() -> int | None:
        stage = theatre.stage
        await stage.open("main", recipe)
        process = theatre.worker
        process.kill = lambda: None  # type: ignore[method-assign]
        process._link._socket.shutdown(2)
        await until(process.gone.is_set)
        return process._process.returncode

    assert theatre.run(walk()) == 0


def test_a_closed_station_answers_no_more(recipe: Recipe, theatre: Theatre) -> None:
    async def walk() -> None:
        stage = theatre.stage
        main = await stage.open("main", recipe)
        asking = asyncio.create_task(main.control({"bpm": 90}, None))
        await asyncio.sleep(0)
        await stage.close("main")
        with pytest.raises(SourceGone):
            await asking
        with pytest.raises(SourceGone):
            await main.control({"bpm": 91}, None)

    theatre.run(walk())


def test_the_first_start_tells_what_it_compiles(recipe: Recipe, kernels: Kernels, tmp_path: Path) -> None:
    told: list[str] = []

    async def walk() -> bytes:
        main = await theatre.stage.open("main", recipe)
        return (await chunk(main, 2)).pcm

    with Theatre(tmp_path, tell=told.append) as theatre:
        heard = theatre.run(walk())
    names = [patch.name for patch in load_kit("auralis").patches]
    begun = [line.removeprefix("compiling ").partition(",")[0] for line in told if "compiling" in line]
    ended = [line.removeprefix("compiled ").partition(" ")[0] for line in told if "compiled" in line]
    assert begun == names
    assert sorted(ended) == sorted(names)
    assert len(told) == 2 * len(names)
    assert np.frombuffer(heard, "<i2").any()
    assert heard == offline(recipe, kernels, 3)[2]
