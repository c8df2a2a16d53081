"""Changes that are written down before anyone is told of them, and stations that rest in a diary."""

import asyncio
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auralis.core.recipe import Recipe
from auralis.journal.entries import Faded, pack
from auralis.journal.journal import Journal
from auralis.journal.ledger import Ledger
from auralis.journal.replay import replay
from auralis.server.diary import Diary, KeptStage
from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.manual_clock import ManualClock

pytestmark = pytest.mark.anyio
RECIPE = Recipe("0.2.0", 7, "auralis", 44_100, {"preset": "sleep"})


class Slow(Journal):
    """A journal whose disk answers when it is let."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.held: list[tuple[Any, Any]] | None = None

    def write(self, entry: Any) -> Any:
        answer = super().write(entry)
        if self.held is None:
            return answer
        waiting: Any = type(answer)()
        self.held.append((waiting, answer))
        return waiting

    def let(self) -> None:
        held, self.held = self.held or [], None
        for waiting, answer in held:
            waiting.set_result(answer.result(20))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Slow]:
    found = Slow(tmp_path / "stations")
    found.open()
    yield found
    found.close()


@pytest.fixture
async def stage(journal: Slow) -> KeptStage:
    clock = ManualClock()
    kept = KeptStage(FakeStage(clock), Diary(clock, journal))
    await kept.open("main", RECIPE)
    return kept


def on_disk(journal: Journal) -> Any:
    """Return what a server that begins now would know."""
    ledger = Ledger()
    replay(journal.folder / "stations.journal", ledger)
    return ledger.stations


async def turns(count: int = 20) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_nobody_is_told_before_it_is_kept(stage: KeptStage, journal: Slow) -> None:
    (source,) = stage.sources
    told: list[Any] = []
    source.on_update(lambda update: told.append(update["changes"]))
    journal.held = []
    answer = asyncio.create_task(source.control({"bpm": 70}, None))
    other = asyncio.create_task(source.control({"bpm": 80}, None))
    await turns()
    assert len(source.recipe.changes) == 2, "the sound does not wait"
    assert (told, answer.done(), other.done()) == ([], False, False)
    assert source.update["changes"] == []
    journal.let()
    assert [c.set for c in (*await answer, *await other)] == [{"bpm": 70}, {"bpm": 80}]
    await turns()
    assert [c["set"] for changes in told for c in changes] == [{"bpm": 70}, {"bpm": 80}]
    assert [c["set"] for c in on_disk(journal)["main"].changes] == [{"bpm": 70}, {"bpm": 80}]


async def test_one_who_no_longer_waits_keeps_nobody_else_waiting(stage: KeptStage, journal: Slow) -> None:
    (source,) = stage.sources
    journal.held = []
    gone = asyncio.create_task(source.control({"bpm": 70}, None))
    stays = asyncio.create_task(source.control({"bpm": 80}, None))
    await turns()
    gone.cancel()
    await turns()
    journal.let()
    assert [c.set for c in await stays] == [{"bpm": 80}]
    assert gone.cancelled()


async def test_what_cannot_be_kept_is_played_all_the_same(
    stage: KeptStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source,) = stage.sources
    assert stage.diary.document() == {"stations_kept": "yes"}

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(os, "write", full)
    assert [c.set for c in await source.control({"bpm": 70}, None)] == [{"bpm": 70}]
    assert stage.diary.document() == {"stations_kept": "no", "why_not_kept": "No space left on device"}


async def test_a_disk_that_says_nothing_is_not_waited_for_for_ever(journal: Slow) -> None:
    clock = ManualClock()
    journal.held = []
    stage = KeptStage(FakeStage(clock), Diary(clock, journal, patience=0.01))
    source = await stage.open("main", RECIPE)
    assert [c.set for c in await source.control({"bpm": 70}, None)] == [{"bpm": 70}]
    assert not await stage.diary.write(Faded("main", None))
    journal.let()
    assert await stage.diary.write(Faded("main", None))


async def test_rest_and_end_are_written_down(stage: KeptStage, journal: Slow) -> None:
    (source,) = stage.sources
    await stage.pause("main")
    kept = on_disk(journal)["main"]
    assert (kept.paused, kept.frame) == (True, source.ring.head * 4410)
    await stage.resume("main")
    assert not on_disk(journal)["main"].paused
    await stage.close("main")
    assert on_disk(journal) == {}


async def test_a_farewell_is_undone_when_it_goes_on_unless_somebody_fades_it(
    stage: KeptStage, journal: Slow
) -> None:
    (source,) = stage.sources
    await stage.pause("main")
    await stage.diary.write(Faded("main", 0.7))
    await stage.resume("main")
    assert source.recipe.changes[-1].set == {"fade": 0.7, "fade_s": 1.5}
    assert on_disk(journal)["main"].fade is None
    await stage.pause("main")
    await stage.diary.write(Faded("main", 0.7))
    await source.control({"fade": 0.2}, None)
    await stage.resume("main")
    assert source.recipe.changes[-1].set == {"fade": 0.2}


async def test_a_long_log_is_written_by_what_is_new_in_it(stage: KeptStage, journal: Slow) -> None:
    (source,) = stage.sources
    for number in range(300):
        await source.control({"bpm": 50 + number / 10}, None)
    assert len(on_disk(journal)["main"].changes) == 300
    size = (journal.folder / "stations.journal").stat().st_size
    await source.control({"bpm": 99}, None)
    grown = (journal.folder / "stations.journal").stat().st_size - size
    assert grown < 200 < len(pack(on_disk(journal)["main"]))
