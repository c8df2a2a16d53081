"""A server that begins again, by a clock that the test moves: which stations it has, and where they are."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from auralis.app.opening import opened
from auralis.app.permanent import permanent_stations
from auralis.app.settings import Settings
from auralis.app.wishes import wishes
from auralis.core.address import decode
from auralis.core.recipe import Recipe
from auralis.journal.entries import Owned, Planned
from auralis.journal.framing import FORMAT, header
from auralis.journal.plans import WakePlan
from auralis.server.diary import KeptStage
from auralis.station.recipes import new_recipe
from auralis.station.sections import section_after
from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.manual_clock import ManualClock
from auralis.streaming.source import SourceGone

pytestmark = pytest.mark.anyio
CHUNK = 4410
UNIX = 1_700_000_000.0
OWNER = "ab" * 32

Run = Callable[..., AbstractAsyncContextManager[KeptStage]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Begin servers one after another on one folder, `unix` being the wall clock's time."""

    @asynccontextmanager
    async def begun(
        unix: float = UNIX, seed: int | None = None, drawn: int = 99, **given: Any
    ) -> AsyncIterator[KeptStage]:
        settings = Settings(data_dir=tmp_path, **given)
        clock = ManualClock(unix=unix)
        chosen = drawn if seed is None else seed
        main = new_recipe(settings.context, chosen, settings.kit, settings.sample_rate)
        wanted = wishes(settings, seed, permanent_stations(settings.stations, main))
        async with opened(FakeStage(clock), settings, wanted, clock) as stage:
            yield stage

    return begun


def source(stage: KeptStage, name: str = "main") -> Any:
    return next(s for s in stage.sources if s.name == name)


def first(stage: KeptStage, name: str = "main") -> int:
    return source(stage, name).ring.first


def clock(stage: KeptStage) -> Any:
    return stage.diary.clock


async def test_a_station_goes_on_at_the_frame_that_it_would_have_reached(run: Run) -> None:
    async with run(drawn=5) as stage:
        (change,) = await source(stage).control({"bpm": 70}, None)
        recipe = source(stage).recipe
    async with run(UNIX + 100, drawn=6) as stage:
        assert first(stage) == 1000
        assert source(stage).recipe == recipe
        assert source(stage).recipe.seed == 5
        assert source(stage).recipe.changes == (change,)
        assert source(stage).context["bpm"] == 70
        assert math.isfinite(source(stage).ring.origin)
        await source(stage).control({"bpm": 44}, None)
    async with run(UNIX + 107.25, drawn=7) as stage:
        assert first(stage) == 1072
        assert [c.set for c in source(stage).recipe.changes] == [{"bpm": 70}, {"bpm": 44}]


async def test_a_clock_that_was_set_back_leads_no_further_back_than_what_was_heard(run: Run) -> None:
    async with run() as stage:
        await clock(stage).advance(50)
    async with run(UNIX - 3600) as stage:
        assert first(stage) == 500


async def test_once_a_minute_it_is_written_where_they_are(run: Run) -> None:
    async with run() as stage:
        for minute in (1, 2):
            await clock(stage).advance(61)
            await stage.mark()
            kept = stage.diary.stations["main"]
            assert 60 * minute <= kept.unix - UNIX <= 61 * minute
            assert kept.frame == (kept.unix - UNIX) * 44_100


async def test_a_station_that_stood_still_is_where_it_stood(run: Run) -> None:
    async with run() as stage:
        source(stage).ring.origin += 20  # as after a machine's sleep
        await clock(stage).advance(30)
    async with run(UNIX + 130) as stage:
        assert first(stage) == 1100


async def test_it_may_go_on_with_the_next_section_or_begin_anew(run: Run) -> None:
    async with run(drawn=5) as stage:
        recipe = source(stage).recipe
    async with run(UNIX + 100, resume="section") as stage:
        frame = section_after(recipe, 100 * 44_100)
        assert first(stage) == frame // CHUNK > 1000
    with capture_logs() as logs:
        async with run(UNIX + 200, drawn=6, resume="new") as stage:
            assert (first(stage), source(stage).recipe.seed) == (0, 6)
    (line,) = (line for line in logs if line["event"] == "station_begins_anew")
    assert (line["station"], line["why"]) == ("main", "AURALIS_RESUME is new")
    assert decode(line["before"]) == recipe


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"seed": 8}, "seed 8 and not 7"),
        ({"preset": "sleep"}, "preset sleep and not focus"),
        ({"default_key": "A minor"}, "key A minor and not D dorian"),
        ({"default_bpm": 71.0}, "bpm 71.0 and not 60.0"),
        ({"kit": "light"}, "kit light and not auralis"),
        ({"sample_rate": 48_000}, "sample_rate 48000 and not 44100"),
    ],
)
async def test_a_new_wish_wins_in_one_line(run: Run, wish: dict[str, Any], why: str) -> None:
    async with run(seed=7) as stage:
        before = source(stage).recipe
    with capture_logs() as logs:
        async with run(UNIX + 100, **wish) as stage:
            assert first(stage) == 0
    (line,) = (line for line in logs if line["event"] == "station_begins_anew")
    assert line["why"] == why
    assert decode(line["before"]) == before


async def test_the_same_wish_is_no_new_one(run: Run) -> None:
    wish = {"seed": 7, "preset": "sleep", "default_key": "a minor", "default_bpm": 44, "kit": "auralis"}
    async with run(**wish) as stage:
        await source(stage).control({"bpm": 70}, None)
    async with run(UNIX + 100, **wish) as stage:
        assert first(stage) == 1000
    async with run(UNIX + 200) as stage:
        assert first(stage) == 2000


async def test_other_permanent_stations_go_on_as_well(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    file.write_text(Recipe("0.2.0", 3, "auralis", 44_100, {"preset": "bright"}).to_json())
    stations = f"sleep,{file}"
    async with run(stations=stations) as stage:
        assert [s.name for s in stage.sources] == ["main", "sleep", "own"]
    async with run(UNIX + 100, stations=stations) as stage:
        assert [first(stage, name) for name in ("main", "sleep", "own")] == [1000] * 3
    file.write_text(Recipe("0.2.0", 4, "auralis", 44_100, {"preset": "bright"}).to_json())
    with capture_logs() as logs:
        async with run(UNIX + 200, stations=f"{file}") as stage:
            assert [s.name for s in stage.sources] == ["main", "own"]
            assert first(stage, "own") == 0
    assert {line["event"]: line["station"] for line in logs if "before" in line} == {
        "station_begins_anew": "own",
        "station_closed": "sleep",
    }


async def test_personal_stations_are_held_where_they_would_be(run: Run) -> None:
    async with run() as stage:
        for name in ("rests", "plays"):
            await stage.open(name, Recipe("0.2.0", 3, "auralis", 44_100, {"preset": "sleep"}))
            await stage.diary.write(Owned(name, OWNER))
        await stage.pause("rests")
    async with run(UNIX + 10_000, pause_after_s=300) as stage:
        assert [s.name for s in stage.sources] == ["main", "rests", "plays"]
        assert first(stage, "rests") == 3
        assert first(stage, "plays") == 3000
        assert not math.isfinite(source(stage, "rests").ring.origin)
        assert source(stage, "rests").ring.head == 3
        assert stage.diary.stations["plays"].unix == UNIX + 300
        await stage.resume("plays")
    async with run(UNIX + 10_005) as stage:
        assert first(stage, "plays") in range(3045, 3055)


async def test_what_nobody_has_heard_for_too_long_is_closed(run: Run) -> None:
    async with run() as stage:
        for name in ("lost", "awaited"):
            await stage.open(name, Recipe("0.2.0", 3, "auralis", 44_100, {"preset": "sleep"}))
            await stage.diary.write(Owned(name, OWNER))
            await stage.pause(name)
        wake = WakePlan("07:00", "UTC", 60.0, True, UNIX + 9000)
        await stage.diary.write(Planned("awaited", True, None, wake))
    async with run(UNIX + 1000, close_after_s=900) as stage:
        assert [s.name for s in stage.sources] == ["main", "awaited"]
    async with run(UNIX + 1000, close_after_s=90_000) as stage:
        assert [s.name for s in stage.sources] == ["main", "awaited"]


async def test_hundreds_come_back_at_once(run: Run) -> None:
    recipe = Recipe("0.2.0", 3, "auralis", 44_100, {"preset": "sleep"})
    async with run() as stage:
        await asyncio.gather(*(stage.open(f"s{n}", recipe, playing=False) for n in range(200)))
        await asyncio.gather(*(stage.diary.write(Owned(f"s{n}", OWNER)) for n in range(200)))
    async with run(UNIX + 1) as stage:
        assert [s.name for s in stage.sources] == ["main", *(f"s{n}" for n in range(200))]


async def test_a_second_server_plays_without_keeping_and_says_so(run: Run) -> None:
    async with run(drawn=5) as stage:
        with capture_logs() as logs:
            async with run(drawn=6) as other:
                assert source(other).recipe.seed == 6
                assert other.diary.failure == "another server has the data folder"
                await source(other).control({"bpm": 70}, None)
        assert [line["event"] for line in logs] == ["stations_not_kept"]
        assert "another server keeps its stations in" in logs[0]["why"]
        assert source(stage).recipe.seed == 5
    async with run(UNIX + 10, drawn=8) as stage:
        assert source(stage).recipe.seed == 5
        assert source(stage).recipe.changes == ()


async def test_a_torn_journal_is_told_and_the_rest_of_it_goes_on(run: Run, tmp_path: Path) -> None:
    async with run(drawn=5):
        pass
    with (tmp_path / "stations" / "stations.journal").open("ab") as file:
        file.write(b"half a record")
    with capture_logs() as logs:
        async with run(UNIX + 100, drawn=6) as stage:
            assert first(stage) == 1000
    (line,) = (line for line in logs if line["event"] == "journal_torn")
    assert (line["bytes_cut"], line["why"]) == (13, "a record's head is cut off")


async def test_a_station_that_cannot_go_on_begins_anew(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async with run(drawn=5):
        pass

    async def gone(*_: object) -> None:
        raise SourceGone("the kit is gone")

    monkeypatch.setattr(FakeStage, "resume", gone)
    with capture_logs() as logs:
        async with run(UNIX + 100, drawn=6) as stage:
            assert (first(stage), source(stage).recipe.seed) == (0, 6)
    (line,) = (line for line in logs if line["event"] == "station_begins_anew")
    assert line["why"] == "the kit is gone"


async def test_a_newer_journal_is_left_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "stations" / "stations.journal"
    path.parent.mkdir()
    path.write_bytes(header(FORMAT + 1))
    with capture_logs() as logs:
        async with run(drawn=5) as stage:
            assert first(stage) == 0
            assert stage.diary.failure == "the journal is from a newer Auralis"
    assert f"a journal of format {FORMAT + 1}" in logs[0]["why"]
    assert path.read_bytes() == header(FORMAT + 1)
