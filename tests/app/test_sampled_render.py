"""`auralis render` with a SoundFont: the font is named in the address, and a missing one ends it with 1."""

import json
from pathlib import Path

import pytest

from auralis.composition import MusicalContext
from auralis.core.address import decode
from auralis.engine.soundfont.font import Font
from auralis.station.recipes import new_recipe
from tests.command_line import Said
from tests.engine.soundfont.small_font import write_font

SHORT = ("--duration", "1s", "--sha256")


@pytest.fixture
def font(tmp_path: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch) -> Font:
    path = write_font(tmp_path / "small.sf2")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    monkeypatch.setenv("AURALIS_SOUNDFONT", str(path))
    return Font.open(path)


def test_the_address_names_the_font_and_plays_again(said: Said, font: Font) -> None:
    status, digest, err = said("render", "--kit", "soundfont", *SHORT)
    assert status == 0
    address = next(line.split()[1] for line in err.splitlines() if line.startswith("address"))
    assert decode(address).font == font.sha256
    assert said("render", "--recipe", address, *SHORT)[:2] == (0, digest)


def test_a_recipe_of_another_fluidsynth_plays_with_a_note(said: Said, font: Font) -> None:
    recipe = new_recipe(MusicalContext.of(), 0, "soundfont", 44_100).as_dict()
    other = {**recipe, "font": font.sha256, "fluidsynth": "1.0.0"}
    status, _, err = said("render", "--recipe", json.dumps(other), *SHORT)
    assert status == 0
    assert "from FluidSynth 1.0.0" in err


@pytest.mark.parametrize(
    ("changed", "named"),
    [({"kit": "brass"}, "recipe.kit: 'brass'"), ({"font": "0" * 64, "fluidsynth": "2.3.1"}, "recipe.font")],
)
@pytest.mark.usefixtures("font")
def test_what_a_recipe_names_and_this_machine_lacks_ends_it_with_1(
    said: Said, changed: dict[str, str], named: str
) -> None:
    recipe = {**new_recipe(MusicalContext.of(), 0, "soundfont", 44_100).as_dict(), **changed}
    status, _, err = said("render", "--recipe", json.dumps(recipe), *SHORT)
    assert status == 1
    assert named in err


def test_a_missing_font_ends_it_with_1(said: Said, font: Font, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURALIS_SOUNDFONT", str(font.path.with_name("none.sf2")))
    status, _, err = said("render", "--kit", "soundfont", *SHORT)
    assert status == 1
    assert "a file that exists" in err
