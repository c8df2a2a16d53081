"""Where fonts are looked for, and which comes first."""

from pathlib import Path

import pytest

from auralis.app.fonts import find_fonts, usual_folders
from auralis.app.settings import read_settings


def make(path: Path, size: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    return path


def test_the_best_known_come_first_and_then_the_largest(tmp_path: Path) -> None:
    small = make(tmp_path / "a/small.sf2", 10)
    large = make(tmp_path / "b/large.SF3", 20)
    arachno = make(tmp_path / "b/Arachno_1.0.sf2", 5)
    salamander = make(tmp_path / "a/Salamander-Grand-Piano.sf2", 6)
    make(tmp_path / "a/notes.txt", 30)
    (tmp_path / "a/folder.sf2").mkdir()
    folders = [tmp_path / name for name in ("a", "b", "none")]
    assert find_fonts(folders=folders) == [salamander, arachno, large, small]


def test_a_font_of_two_names_is_listed_once(tmp_path: Path) -> None:
    real = make(tmp_path / "real/one.sf2", 10)
    (tmp_path / "default.sf2").symlink_to(real)
    (tmp_path / "gone.sf2").symlink_to(tmp_path / "nowhere.sf2")
    assert find_fonts(folders=[tmp_path, tmp_path / "real"]) == [real]


def test_a_chosen_font_is_the_only_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURALIS_SOUNDFONT", str(tmp_path / "mine.sf2"))
    assert find_fonts(read_settings().soundfont) == [tmp_path / "mine.sf2"]


def test_the_usual_folders_are_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    own = make(tmp_path / "data/auralis/soundfonts/salamander.sf2", 1)
    default = make(tmp_path / ".fluidsynth/default_sound_font", 1)
    found = find_fonts()
    assert found[0] == own
    assert default in found


@pytest.mark.parametrize(
    ("system", "part"),
    [("linux", "/usr/share/sounds/sf2"), ("darwin", "Audio/Sounds/Banks"), ("win32", "data")],
)
def test_each_system_has_its_folders(system: str, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROGRAMDATA", "/data")
    assert any(part in str(folder) for folder in usual_folders(system))
