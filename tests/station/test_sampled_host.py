"""A sampled station on the air: its worker finds the font, and falls back where there is none."""

import asyncio
from pathlib import Path

import structlog

from auralis.composition import MusicalContext
from auralis.core.recipe import Recipe
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.host import Host
from auralis.station.kits import Kits, with_font
from auralis.station.offline import render
from auralis.station.recipes import new_recipe
from tests.engine.soundfont.small_font import write_font
from tests.station.sampled import RATE

CHUNKS = 12
CHUNK = RATE // 10


async def broadcast(recipe: Recipe, folder: Path, fonts: list[Path]) -> tuple[Recipe, list[bytes]]:
    """Return the recipe that a station began with, and its first chunks."""
    host = Host("main", recipe, folder, 0.2, 5, print, fonts)
    await host.start()
    rendered = asyncio.Event()
    host.on_render(lambda _: rendered.set())
    try:
        while host.ring.head < CHUNKS:
            rendered.clear()
            await asyncio.wait_for(rendered.wait(), 30)
        chunks = [host.ring.read(seq) for seq in range(CHUNKS)]
        return host.recipe, [c.pcm for c in chunks if c is not None]
    finally:
        await host.stop()


def plain() -> Recipe:
    return new_recipe(MusicalContext.of({"bpm": 180}), 21, "soundfont", RATE)


def test_live_is_offline(tmp_path: Path, kernels: Kernels, kernel_folder: Path) -> None:
    font = write_font(tmp_path / "small.sf2")
    recipe, heard = asyncio.run(broadcast(plain(), kernel_folder, [font]))
    named, opened = with_font(plain(), [font])
    assert recipe == named
    kits = Kits(named, opened)
    offline = render(named, kernels, 0, CHUNKS * CHUNK, CHUNK, kits)
    assert heard == [to_pcm(block).tobytes() for block in offline]


def test_without_the_font_the_built_in_kit_plays_and_the_log_says_why(
    tmp_path: Path, kernel_folder: Path
) -> None:
    with structlog.testing.capture_logs() as logs:
        recipe, heard = asyncio.run(broadcast(plain(), kernel_folder, [tmp_path / "none.sf2"]))
    assert (recipe.kit, recipe.font) == ("auralis", "")
    assert any(any(pcm) for pcm in heard)
    (entry,) = [e for e in logs if e["event"] == "kit_failed"]
    assert entry["log_level"] == "error"
    assert entry["kit"] == "soundfont"
    assert "none.sf2" in entry["why"]
