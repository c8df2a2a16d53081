"""A render that broke off goes on where it was, and is byte by byte what it would have been."""

import errno
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from auralis.export.sound.part_file import PartFile
from tests.command_line import Said
from tests.export.renders import begun, grown, note

MUSIC = ("--seed", "5", "--preset", "bright", "--start", "3", "--duration", "32")


@pytest.fixture(autouse=True)
def cached(monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))


FULL, KILLED = "disk full", "killed"


@pytest.fixture(params=[FULL])
def broken_off(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[pytest.MonkeyPatch]:
    """Let a render end after one stint: its disk is full, or it is killed and closes nothing."""
    append = PartFile.append

    def full(self: PartFile, data: bytes) -> None:
        if len(self.lengths) == 1:
            with self._named():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        append(self, data)

    def killed(self: PartFile, data: bytes) -> None:
        if len(self.lengths) == 1:
            self._save()
            self._file.write(data[: len(data) // 2])
            self._file.close()
            raise KeyboardInterrupt
        append(self, data)

    with monkeypatch.context() as patching:
        patching.setattr(PartFile, "append", full if request.param == FULL else killed)
        yield patching


@pytest.mark.parametrize(
    ("name", "words", "broken_off"),
    [
        ("x.wav", ("--sha256",), KILLED),
        ("x.wav", ("--bits", "float", "--sha256"), FULL),
        ("x.flac", ("--sha256",), FULL),
        ("x.flac", ("--bits", "24"), KILLED),
        ("x.opus", (), FULL),
        ("x.mp3", (), KILLED),
    ],
    indirect=["broken_off"],
)
def test_every_format_goes_on(
    said: Said, broken_off: pytest.MonkeyPatch, name: str, words: tuple[str, ...]
) -> None:
    status, _, err = said("render", name, *MUSIC, *words)
    assert status in (1, 130)
    assert "x." in err.splitlines()[-1] or "interrupted" in err.splitlines()[-1]
    assert not Path(name).exists()
    assert len(note(Path(name))["lengths"]) == 1
    broken_off.undo()
    status, out, err = said("render", name, *MUSIC, *words)
    assert status == 0, err
    assert "going on at 0:00:" in err
    assert sorted(p.name for p in Path().iterdir()) == [name]
    resumed = Path(name).read_bytes()
    assert said("render", name, *MUSIC, *words)[1] == out
    assert Path(name).read_bytes() == resumed


def test_stems_go_on_with_the_music(said: Said, broken_off: pytest.MonkeyPatch) -> None:
    words = ("render", "x.wav", *MUSIC[:-1], "12", "--stems", "stems", "--sha256")
    assert said(*words)[0] in (1, 130)
    broken_off.undo()
    status, out, err = said(*words)
    assert status == 0, err
    assert "going on" in err
    files = {path: path.read_bytes() for path in [Path("x.wav"), *Path("stems").iterdir()]}
    assert len(files) == 9
    assert said(*words)[1] == out
    assert {path: path.read_bytes() for path in files} == files


@pytest.mark.parametrize("other", [("--seed", "6"), ("--start", "4"), ("--duration", "13"), ("--bits", "24")])
def test_another_renders_part_is_not_used(
    said: Said, broken_off: pytest.MonkeyPatch, other: tuple[str, str]
) -> None:
    first = {**dict(zip(MUSIC[::2], MUSIC[1::2], strict=True)), "--duration": "12"}
    assert said("render", "x.wav", *(word for pair in first.items() for word in pair))[0] in (1, 130)
    broken_off.undo()
    words = [word for pair in {**first, other[0]: other[1]}.items() for word in pair]
    status, _, err = said("render", "x.wav", *words)
    assert status == 0
    assert "going on" not in err
    assert said("render", "y.wav", *words)[0] == 0
    assert Path("x.wav").read_bytes() == Path("y.wav").read_bytes()


def test_fresh_begins_anew(said: Said, broken_off: pytest.MonkeyPatch) -> None:
    assert said("render", "x.wav", *MUSIC)[0] in (1, 130)
    Path("x.wav.part").write_bytes(b"?" * Path("x.wav.part").stat().st_size)  # --fresh does not look at it
    broken_off.undo()
    status, _, err = said("render", "x.wav", *MUSIC, "--fresh")
    assert status == 0
    assert "going on" not in err
    assert Path("x.wav").read_bytes().startswith(b"RIFF")


@pytest.mark.parametrize("noted", ["", "{", "[]", '{"of": 3}', '{"of": {}, "head": 1, "lengths": ["x"]}'])
def test_a_note_that_is_broken_is_not_believed(said: Said, noted: str) -> None:
    Path("x.wav.part").write_bytes(b"?" * 100_000)
    Path("x.wav.part.json").write_text(noted)
    assert said("render", "x.wav", "--duration", "1")[0] == 0
    assert said("render", "y.wav", "--duration", "1")[0] == 0
    assert Path("x.wav").read_bytes() == Path("y.wav").read_bytes()
    assert sorted(p.name for p in Path().iterdir()) == ["x.wav", "y.wav"]


def test_a_part_shorter_than_its_note_is_not_believed(tmp_path: Path) -> None:
    one = PartFile(tmp_path / "x", {"a": 1}, b"head", fresh=False)
    for _ in range(3):
        one.append(b"12345")
    one.close()
    os.truncate(tmp_path / "x.part", 12)
    again = PartFile(tmp_path / "x", {"a": 1}, b"head", fresh=False)
    again.close()
    assert again.lengths == []
    assert list(tmp_path.iterdir()) == []  # and where nothing is kept, nothing is left


def test_two_renders_do_not_write_one_file(said: Said, tmp_path: Path) -> None:
    held = PartFile(tmp_path / "x.wav", {}, b"head", fresh=False)
    held.append(b"12345")
    status, _, err = said("render", "x.wav", "--duration", "1")
    assert (status, err.splitlines()[-1]) == (1, "auralis: x.wav.part is being written by another render")
    held.close()
    assert (tmp_path / "x.wav.part").read_bytes() == b"head12345"


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_real_end_leaves_a_part_and_the_older_file(cache_home: Path, how: int) -> None:
    Path("x.wav").write_bytes(b"older")
    with begun("x.wav", *MUSIC[:-1], "10h", cache=cache_home) as running:
        grown(Path("x.wav.part"), 15_000_000, running)
        running.send_signal(how)
        err = running.communicate(timeout=60)[1]
    assert running.returncode == (130 if how == signal.SIGINT else -signal.SIGKILL)
    assert Path("x.wav").read_bytes() == b"older"
    lengths = note(Path("x.wav"))["lengths"]
    assert len(lengths) >= 6
    assert Path("x.wav.part").stat().st_size >= sum(lengths)
    if how == signal.SIGINT:
        assert "x.wav.part holds 0:0" in err


def test_a_full_disk_is_named_and_what_is_there_goes_on(said: Said, cache_home: Path) -> None:
    with begun("x.wav", *MUSIC, cache=cache_home, largest=5_000_000) as running:
        err = running.communicate(timeout=200)[1]
    assert running.returncode == 1
    assert err.splitlines()[-1] == "auralis: x.wav: File too large"
    assert not Path("x.wav").exists()
    assert len(note(Path("x.wav"))["lengths"]) == 2
    assert "going on at 0:00:20" in said("render", "x.wav", *MUSIC)[2]
    assert said("render", "y.wav", *MUSIC)[0] == 0
    assert Path("x.wav").read_bytes() == Path("y.wav").read_bytes()
