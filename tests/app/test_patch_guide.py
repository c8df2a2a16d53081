"""The guide to patches and kits, followed by a reader who types what it says."""

import json
import shlex
from pathlib import Path

import numpy as np
import pytest
import soundfile

from auralis.engine.files.arithmetic import FUNCTIONS
from auralis.engine.files.kit_file import read_kit
from auralis.engine.files.patch_file import read_patch
from tests.command_line import Said
from tests.docs.tutorial import Tutorial, read_tutorial

PAGE = Path(__file__).parents[2] / "docs" / "writing-a-patch.md"


@pytest.fixture(scope="module")
def guide() -> Tutorial:
    return read_tutorial(PAGE)


@pytest.fixture
def desk(guide: Tutorial, tmp_path: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that holds the guide's files."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    for name, text in guide.files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_every_file_is_read(desk: Path, guide: Tutorial) -> None:
    patches = [name for name in guide.files if not name.endswith("kit.toml")]
    names = {read_patch(desk / name).patch.name for name in patches}
    assert names == {"glow", "hollow", "hall", "small_bus", "small_master"}
    assert read_kit(desk / "small").layers == ("pad",)


def test_every_command_does_what_it_says(desk: Path, guide: Tutorial, said: Said) -> None:
    printed = {}
    for command in guide.commands:
        words, _, _ = command.partition(" > ")
        status, printed[command], err = said(*shlex.split(words)[1:])
        assert status == 0, (command, err)
    assert json.loads(printed["auralis patch schema > patch.schema.json"])["title"] == "Auralis patch"
    assert printed["auralis patch check glow.toml"].startswith("ok: glow: 16 voices, 6 nodes, 7 cables")
    assert (desk / "glow.png").stat().st_size > 10_000
    for name, seconds in (("glow", 6), ("hollow", 8), ("night", 10)):
        sound, rate = soundfile.read(desk / f"{name}.wav")
        assert len(sound) == seconds * rate
        assert 0.01 < np.abs(sound).max() < 1.0, name


def test_every_function_is_in_the_table() -> None:
    text = PAGE.read_text()
    table = text[text.index("| | |") : text.index("They give the same bits")]
    words = set(table.replace("`", " ").split())
    assert FUNCTIONS.keys() <= words
