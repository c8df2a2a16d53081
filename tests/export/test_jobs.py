"""`auralis render --jobs`: the same bytes from several processes, and none of them left behind."""

import os
import signal
from pathlib import Path

import pytest

from auralis.export.sound import pieces
from tests.command_line import Said
from tests.export.renders import begun, children, gone, grown, note, until_gone

MUSIC = ("--seed", "8", "--preset", "focus", "--start", "31", "--duration", "45")


@pytest.fixture(autouse=True)
def cached(monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a process take a quarter of a minute at a time, so that each has several turns."""
    monkeypatch.setattr(pieces, "_SHORTEST_S", 10)
    monkeypatch.setattr(pieces, "_LONGEST_S", 15)
    monkeypatch.setattr(pieces, "_NEAR_S", 0)


@pytest.mark.usefixtures("short_pieces")
@pytest.mark.parametrize(("name", "words"), [("flac", ("--sha256",)), ("mp3", ("--bitrate", "96"))])
def test_two_jobs_make_the_bytes_of_one(said: Said, name: str, words: tuple[str, ...]) -> None:
    one = said("render", f"one.{name}", *MUSIC, *words)
    two = said("render", f"two.{name}", *MUSIC, *words, "--jobs", "2")
    assert (one[0], two[0]) == (0, 0), two[2]
    assert one[1] == two[1]
    assert Path(f"one.{name}").read_bytes() == Path(f"two.{name}").read_bytes()
    assert sorted(p.name for p in Path().iterdir()) == [f"one.{name}", f"two.{name}"]


@pytest.mark.usefixtures("short_pieces")
def test_so_do_stems_and_another_rate(said: Said) -> None:
    address = said("render", "--sha256", *MUSIC[:4], "--duration", "0")[2].split("address ")[1].split()[0]
    words = ("--recipe", address, "--start", "50", "--duration", "25", "--rate", "48000", "--sha256")
    one = said("render", "one.wav", *words, "--stems", "one")
    two = said("render", "two.wav", *words, "--stems", "two", "--jobs", "2")
    assert (one[0], two[0]) == (0, 0), two[2]
    assert one[1] == two[1]
    assert Path("one.wav").read_bytes() == Path("two.wav").read_bytes()
    stems = {p.name: p.read_bytes() for p in Path("one").iterdir()}
    assert len(stems) == 8
    assert {p.name: p.read_bytes() for p in Path("two").iterdir()} == stems


@pytest.mark.usefixtures("said")
def test_an_interrupt_ends_them_all_and_the_render_goes_on(cache_home: Path) -> None:
    with begun("x.wav", *MUSIC[:-1], "10h", "--jobs", "2", cache=cache_home) as running:
        grown(Path("x.wav.part"), 15_000_000, running)
        workers = children(running.pid)
        os.killpg(running.pid, signal.SIGINT)
        err = running.communicate(timeout=60)[1]
    assert running.returncode == 130
    assert "Traceback" not in err
    assert len(workers) == 2
    assert all(gone(pid) for pid in workers)
    assert len(note(Path("x.wav"))["lengths"]) >= 6
    assert sorted(p.name for p in Path().iterdir()) == ["x.wav.part", "x.wav.part.json"]


@pytest.mark.usefixtures("said")
def test_a_process_that_dies_is_told_with_what_it_was_at(cache_home: Path) -> None:
    with begun("x.wav", *MUSIC[:-1], "10h", "--jobs", "2", cache=cache_home) as running:
        grown(Path("x.wav.part"), 1_000_000, running)
        workers = children(running.pid)
        os.kill(workers[0], signal.SIGKILL)
        err = running.communicate(timeout=60)[1]
    assert running.returncode == 1
    last = err.splitlines()[-1]
    assert last.startswith("auralis: the process that rendered 0:")
    assert last.endswith("is gone (signal 9)")
    assert all(gone(pid) for pid in workers)
    assert not Path("x.wav").exists()
    assert len(note(Path("x.wav"))["lengths"]) >= 1


@pytest.mark.usefixtures("said")
def test_who_kills_the_parent_leaves_no_orphans(cache_home: Path) -> None:
    with begun("x.wav", *MUSIC[:-1], "10h", "--jobs", "2", cache=cache_home) as running:
        grown(Path("x.wav.part"), 1_000_000, running)
        workers = children(running.pid)
        running.kill()
        running.communicate(timeout=60)
    assert len(workers) == 2
    until_gone(workers)
    assert sorted(p.name for p in Path().iterdir()) == ["x.wav.part", "x.wav.part.json"]


@pytest.mark.parametrize("jobs", ["-1", "two", "1.5", ""])
def test_a_wrong_number_is_named(said: Said, jobs: str) -> None:
    status, out, err = said("render", "x.wav", "--jobs", jobs)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"auralis: jobs: '{jobs}' is not allowed")
