"""A sampled station on the air: its worker finds the font, and falls back where there is none."""

from pathlib import Path

import structlog

from auralis.composition import MusicalContext
from auralis.core.recipe import Recipe
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.kits import Kits, with_font
from auralis.station.offline import render
from auralis.station.recipes import new_recipe
from tests.engine.soundfont.small_font import write_font
from tests.station.on_stage import Theatre, chunk
from tests.station.sampled import RATE

CHUNKS = 12
CHUNK = RATE // 10


def broadcast(recipe: Recipe, folder: Path, fonts: list[Path]) -> tuple[Recipe, list[bytes]]:
    """Return the recipe that a station began with, and its first chunks."""

    async def walk() -> tuple[Recipe, list[bytes]]:
        main = await theatre.stage.open("main", recipe)
        heard = [(await chunk(main, seq)).pcm for seq in range(CHUNKS)]
        return main.recipe, heard

    with Theatre(folder, fonts) as theatre:
        return theatre.run(walk())


def plain() -> Recipe:
    return new_recipe(MusicalContext.of({"bpm": 180}), 21, "soundfont", RATE)


def test_live_is_offline(tmp_path: Path, kernels: Kernels, kernel_folder: Path) -> None:
    font = write_font(tmp_path / "small.sf2")
    recipe, heard = broadcast(plain(), kernel_folder, [font])
    named, opened = with_font(plain(), [font])
    assert recipe == named
    kits = Kits(named, opened)
    offline = render(named, kernels, 0, CHUNKS * CHUNK, CHUNK, kits)
    assert heard == [to_pcm(block).tobytes() for block in offline]


def test_without_the_font_the_built_in_kit_plays_and_the_log_says_why(
    tmp_path: Path, kernel_folder: Path
) -> None:
    with structlog.testing.capture_logs() as logs:
        recipe, heard = broadcast(plain(), kernel_folder, [tmp_path / "none.sf2"])
    assert (recipe.kit, recipe.font) == ("auralis", "")
    assert any(any(pcm) for pcm in heard)
    (entry,) = [e for e in logs if e["event"] == "kit_failed"]
    assert entry["log_level"] == "error"
    assert entry["kit"] == "soundfont"
    assert "none.sf2" in entry["why"]
