"""Kept moments on disk: kept, listed, renamed, removed, bounded, and found again."""

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.core import address, moment
from auralis.core.errors import InvalidValue
from auralis.core.moment import Moment
from auralis.core.recipe import Change
from auralis.library import durable
from auralis.library.errors import LibraryFull, NotKept
from auralis.library.kept_file import KeptFile
from auralis.library.library import MEGABYTE, Library
from auralis.library.names import exact_time, is_name, new_name
from tests.library.shelf import NOW, RECIPE, keep

DIGEST = "ab" * 32


def again(library: Library) -> Library:
    found = Library(library.folder, library.quota)
    found.load()
    return found


def test_a_moment_is_kept_and_found_again(library: Library) -> None:
    kept, token = library.keep(Moment(RECIPE, 44_100), 441_000, NOW, station="main")
    assert is_name(kept.name)
    assert kept.title == "sleep, E phrygian, 40 bpm, seed 7"
    assert (kept.seconds, kept.created, kept.station) == (10.0, NOW, "main")
    assert kept.address == f"{address.encode(RECIPE)}@0:00:01"
    found = again(library)
    assert found.moments == (kept,)
    assert found.is_holder(kept.name, token)
    assert not any(found.is_holder(kept.name, wrong) for wrong in (None, "", "x", token + "x", "\ud800"))
    assert token not in (library.folder / kept.name / "moment.json").read_text()


def test_nothing_is_written_before_something_is_kept(library: Library) -> None:
    library.load()
    assert library.moments == ()
    assert not library.folder.exists()


def test_the_title_is_that_of_the_moment_and_not_of_the_beginning(library: Library) -> None:
    later = (Change(441_000, "bar", {"key": "A minor", "bpm": 55}), Change(882_000, "bar", {"bpm": 70}))
    kept, _ = library.keep(Moment(RECIPE.with_changes(later), 500_000), 10, NOW)
    assert kept.title == "sleep, A minor, 55 bpm, seed 7"


def test_a_moment_is_renamed_and_removed(library: Library) -> None:
    one, other = keep(library), keep(library)
    library.rename(one.name, "  Rain\n on\tthe roof\x00 ☂ ")
    assert again(library).find(one.name).title == "Rain on the roof ☂"
    library.remove(one.name)
    assert [m.name for m in again(library).moments] == [other.name]
    assert [p.name for p in library.folder.iterdir()] == [other.name]
    for act in (library.find, library.remove, lambda name: library.rename(name, "x")):
        with pytest.raises(NotKept):
            act(one.name)


@pytest.mark.parametrize("title", ["", "   ", "\n", "x" * 101, 3, None, ["a"]])
def test_a_title_is_a_line_of_text(library: Library, title: Any) -> None:
    kept = keep(library)
    with pytest.raises(InvalidValue, match="title"):
        library.rename(kept.name, title)
    assert again(library).find(kept.name) == kept


@pytest.mark.parametrize("title", ["../../etc/passwd", "/etc/passwd", "a/b", "..", "CON", "\u202egnp.exe"])
def test_what_people_write_never_becomes_a_path(library: Library, title: str) -> None:
    kept = keep(library, title=title)
    library.rename(kept.name, title + "!")
    assert {p.name for p in library.folder.rglob("*")} == {kept.name, "moment.json"}


@pytest.mark.parametrize("frames", [0, -1, 24 * 3600 * 44_100 + 1])
def test_a_span_has_a_length(library: Library, frames: int) -> None:
    with pytest.raises(InvalidValue, match="duration"):
        library.keep(Moment(RECIPE), frames, NOW)


def test_settings_that_can_not_be_played_are_not_kept(library: Library) -> None:
    with pytest.raises(InvalidValue, match="bpm"):
        library.keep(Moment(replace(RECIPE, context={"bpm": 1})), 100, NOW)
    assert not library.folder.exists()


def test_what_is_damaged_is_named_and_left_alone(library: Library) -> None:
    kept = keep(library)
    whole = json.loads((library.folder / kept.name / "moment.json").read_text())
    faults: dict[str, str] = {
        new_name(): "not JSON",
        new_name(): "[]",
        new_name(): "[" * 100_000,
        new_name(): json.dumps({**whole, "format": 2}),
        new_name(): json.dumps(whole),
        new_name(): json.dumps({**whole, "files": [{"format": "../x", "bytes": 1, "sha256": DIGEST}]}),
        new_name(): json.dumps({**whole, "start": -1}),
        new_name(): json.dumps({**whole, "recipe": {"format": 1}}),
        "holiday photos": json.dumps({**whole, "name": "holiday photos"}),
    }
    for name, text in faults.items():
        (library.folder / name).mkdir()
        (library.folder / name / "moment.json").write_text(text)
    (library.folder / "mempty2345").mkdir()
    (library.folder / "README").write_text("mine")
    (library.folder / ".new-mabcdefghj").mkdir()
    (library.folder / ".gone-mabcdefghj-1").mkdir()
    found = again(library)
    assert found.moments == (kept,)
    assert set(found.damaged) == {*faults, "mempty2345", "README"}
    assert found.damaged["README"] == os.strerror(errno.ENOTDIR)
    assert found.damaged["mempty2345"] == os.strerror(errno.ENOENT)
    assert all((library.folder / name / "moment.json").read_text() == text for name, text in faults.items())
    assert not [p for p in library.folder.iterdir() if p.name.startswith(".")]
    assert keep(found).name in {m.name for m in again(found).moments}


def test_a_library_that_can_not_be_read_is_no_end(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file")
    library = Library(tmp_path / "library", MEGABYTE)
    library.load()
    assert library.moments == ()
    assert library.damaged == {".": os.strerror(errno.ENOTDIR)}


def test_the_quota_counts_everything_and_says_what_it_is(tmp_path: Path) -> None:
    library = Library(tmp_path, 2 * MEGABYTE)
    kept = keep(library)
    document = tmp_path / kept.name / "moment.json"
    assert library.used == document.stat().st_size
    library.put(kept.with_file(KeptFile("wav", 1_900_000, DIGEST)))
    assert again(library).used == library.used == 1_900_000 + document.stat().st_size
    library.check_room(50_000)
    with pytest.raises(LibraryFull, match=r"may hold 2 MB and holds 2 MB; this could take 0.2 MB more"):
        library.check_room(200_000)


def test_a_full_library_keeps_no_more_moments(tmp_path: Path) -> None:
    library = Library(tmp_path, 0)
    with pytest.raises(LibraryFull, match="may hold 0 MB"):
        keep(library)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_from_a_full_quota(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10 * MEGABYTE}))
    with pytest.raises(LibraryFull, match="the disk has 10 MB left"):
        keep(library)


def test_a_write_that_fails_leaves_what_was_there(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keep(library)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        library.rename(kept.name, "other")
    monkeypatch.undo()
    assert library.find(kept.name) == kept == again(library).find(kept.name)
    assert [p.name for p in (library.folder / kept.name).iterdir()] == ["moment.json"]


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    durable.write(tmp_path / "a", b"one")
    durable.write(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_who_looks_while_a_moment_is_read_again_sees_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, seen = keep(library), []
    read = Path.read_bytes

    def looked_at(path: Path) -> bytes:
        seen.append((library.moments, library.find(kept.name)))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", looked_at)
    assert library.reread(kept.name) == kept
    assert seen == [((kept,), kept)]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**10), st.sampled_from([44_100, 48_000]))
def test_an_exact_time_leads_back_to_its_frame(frame: int, rate: int) -> None:
    recipe = replace(RECIPE, sample_rate=rate)
    time = exact_time(recipe, frame)
    assert moment.decode(f"{address.encode(recipe)}@{time}") == (recipe, frame)


def test_names_are_no_addresses() -> None:
    names = {new_name() for _ in range(1000)}
    assert len(names) == 1000
    assert all(is_name(name) and not name.startswith("a") for name in names)
    assert not any(is_name(text) for text in ("", "m", "mabc", "Mabcdefghj", "m../../../x", "mabcdefghj\n"))
