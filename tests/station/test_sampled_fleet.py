"""Sampled stations in a fleet: a worker finds the font, goes on with it, or falls back."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from auralis.composition import MusicalContext
from auralis.core.recipe import Recipe
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.kits import Kits, with_font
from auralis.station.offline import render
from auralis.station.recipes import new_recipe
from tests.engine.soundfont.small_font import write_font
from tests.station.on_stage import CHUNK, Theatre, chunk, until
from tests.station.sampled import RATE


@pytest.fixture(scope="module")
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_font(tmp_path_factory.mktemp("font") / "small.sf2")


@pytest.fixture(scope="module")
def theatre(kernel_folder: Path, font: Path) -> Iterator[Theatre]:
    with Theatre(kernel_folder, [font]) as running:
        yield running


def plain() -> Recipe:
    return new_recipe(MusicalContext.of({"bpm": 180}), 21, "soundfont", RATE)


def test_it_plays_what_its_recipe_says_and_goes_on_at_the_right_frame(
    theatre: Theatre, font: Path, kernels: Kernels
) -> None:
    async def walk() -> tuple[Recipe, list[bytes]]:
        main = await theatre.stage.open("main", plain())
        await chunk(main, 8)
        await theatre.settled()
        os.kill(theatre.worker.pid, signal.SIGKILL)
        await until(lambda: main.figures["restarts"])
        last = main.ring.head + 4
        return main.recipe, [(await chunk(main, seq)).pcm for seq in range(last)]

    log, heard = theatre.run(walk())
    named, opened = with_font(plain(), [font])
    assert log == named
    offline = render(named, kernels, 0, len(heard) * CHUNK, CHUNK, Kits(named, opened))
    assert heard == [to_pcm(block).tobytes() for block in offline]


def test_without_its_font_the_built_in_kit_plays_and_the_log_says_why(theatre: Theatre) -> None:
    missing = replace(plain(), font="0" * 64, fluidsynth="2.3.1")

    async def walk() -> tuple[Recipe, list[bytes]]:
        main = await theatre.stage.open("main", missing)
        return main.recipe, [(await chunk(main, seq)).pcm for seq in range(5)]

    with structlog.testing.capture_logs() as logs:
        recipe, heard = theatre.run(walk())
    assert (recipe.kit, recipe.font) == ("auralis", "")
    assert any(any(pcm) for pcm in heard)
    (entry,) = [e for e in logs if e["event"] == "kit_failed"]
    assert entry["log_level"] == "error"
    assert entry["kit"] == "soundfont"
    assert "0" * 64 in entry["why"]
