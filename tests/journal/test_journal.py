"""A journal on a disk that works, is slow, is full, and is somebody else's."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Semaphore, Thread

import pytest
from structlog.testing import capture_logs

from auralis.core.recipe import Recipe
from auralis.journal.entries import Changed, Closed, Mark, Timed
from auralis.journal.errors import JournalTaken
from auralis.journal.journal import NAME, Journal
from auralis.journal.kept_station import KeptStation
from auralis.library import durable

PATIENCE_S = 20
RECIPE = Recipe("0.2.0", 7, "auralis", 44_100, {"preset": "sleep"})

Open = Callable[..., Journal]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Open]:
    journals: list[Journal] = []

    def opened(**options: float) -> Journal:
        journals.append(Journal(tmp_path / "stations", **options))  # type: ignore[arg-type]
        journals[-1].open()
        return journals[-1]

    yield opened
    for journal in journals:
        journal.close()


def station(name: str = "main") -> KeptStation:
    return KeptStation.of(name, RECIPE, 0, 1000.0)


def is_kept(journal: Journal, name: str = "main") -> bool:
    return journal.write(station(name)).result(PATIENCE_S)


def test_what_was_answered_is_there_after_the_end(begin: Open) -> None:
    journal = begin()
    assert is_kept(journal, "one")
    assert is_kept(journal, "two")
    assert journal.write(Closed("one")).result(PATIENCE_S)
    journal.close()
    assert list(begin().stations) == ["two"]


def test_it_is_on_the_disk_before_the_answer(begin: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = begin()
    flushing, flush = Event(), Event()

    def slow(_: int) -> None:
        flushing.set()
        assert flush.wait(PATIENCE_S)

    monkeypatch.setattr(os, "fdatasync", slow)
    first = journal.write(station("first"))
    assert flushing.wait(PATIENCE_S)
    others = [journal.write(station(f"s{n}")) for n in range(50)]
    assert not first.done()
    flushes: list[int] = []
    monkeypatch.setattr(os, "fdatasync", flushes.append)
    flush.set()
    assert all(answer.result(PATIENCE_S) for answer in (first, *others))
    assert len(flushes) == 1, "those that waited share a flush"


def test_many_threads_write_at_once(begin: Open) -> None:
    journal = begin()
    answers = []

    def many(number: int) -> None:
        answers.extend(journal.write(station(f"{number}-{n}")) for n in range(100))

    threads = [Thread(target=many, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answer.result(PATIENCE_S) for answer in answers)
    journal.close()
    assert len(begin().stations) == 400


def test_it_does_not_grow_for_ever(begin: Open, tmp_path: Path) -> None:
    journal = begin(largest=2000)
    assert is_kept(journal)
    for n in range(400):
        assert journal.write(Timed([Mark("main", n, float(n))])).result(PATIENCE_S)
    assert (tmp_path / "stations" / NAME).stat().st_size < 5000
    journal.close()
    assert begin().stations["main"].frame == 399


def test_a_full_disk_is_told_once_and_recovered_from(begin: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = begin(retry_s=0.01)
    assert is_kept(journal, "before")
    write, replace = os.write, durable.write
    tried = Semaphore(0)

    def full(*_: object) -> int:
        tried.release()
        raise OSError(errno.ENOSPC, "No space left on device")

    with capture_logs() as logs:
        monkeypatch.setattr(os, "write", full)
        monkeypatch.setattr(durable, "write", full)
        assert not is_kept(journal, "during")
        assert journal.failure == "No space left on device"
        assert not journal.write(Closed("before")).result(PATIENCE_S)
        for _ in range(4):
            assert tried.acquire(timeout=PATIENCE_S)
        assert list(journal.stations) == ["during"]
        monkeypatch.setattr(durable, "write", replace)
        monkeypatch.setattr(os, "write", write)
        while not is_kept(journal, "after"):
            pass
        assert journal.failure is None
    assert [line["event"] for line in logs] == ["stations_not_kept", "stations_kept_again"]
    assert logs[0]["why"] == "No space left on device"
    journal.close()
    assert list(begin().stations) == ["during", "after"]


def test_a_disk_without_room_for_two_files_keeps_the_one(
    begin: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = begin(largest=0)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "write", full)
        for number in range(30):
            assert is_kept(journal, str(number))
        assert journal.failure is None
    journal.close()
    assert len(begin().stations) == 30


def test_what_is_half_written_when_the_disk_fills_is_cut_off(
    begin: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    journal = begin(retry_s=1000)
    assert is_kept(journal, "before")
    path = tmp_path / "stations" / NAME
    size = path.stat().st_size
    write = os.write

    def half(handle: int, data: bytes) -> int:
        if path.stat().st_size > size:
            raise OSError(errno.EIO, "Input/output error")
        return write(handle, bytes(data)[: len(data) // 2])

    monkeypatch.setattr(os, "write", half)
    assert not is_kept(journal, "during")
    assert path.stat().st_size == size


def test_an_error_that_nobody_thought_of_is_answered_too(begin: Open) -> None:
    journal = begin(retry_s=1000)
    assert not journal.write(Changed("main", 0, [{"frame": object()}], 0, 0.0)).result(PATIENCE_S)
    assert journal.failure is not None


def test_a_folder_is_one_servers(begin: Open, tmp_path: Path) -> None:
    journal = begin()
    with pytest.raises(JournalTaken, match="another server keeps its stations in"):
        Journal(tmp_path / "stations").open()
    journal.close()
    assert is_kept(begin())
