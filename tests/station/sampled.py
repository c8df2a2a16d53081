"""A sampled station: a small font made for the occasion, and the recipe that names it."""

from pathlib import Path

from auralis.composition import MusicalContext
from auralis.core.recipe import Recipe
from auralis.station.kits import Kits, with_font
from auralis.station.recipes import new_recipe
from tests.engine.soundfont.small_font import write_font

RATE = 44_100


def sampled(folder: Path, seed: int = 7, **settings: object) -> tuple[Recipe, Kits]:
    """Return a recipe of the sampled kit and its kits."""
    plain = new_recipe(MusicalContext.of(settings), seed, "soundfont", RATE)
    recipe, font = with_font(plain, [write_font(folder / "small.sf2")])
    return recipe, Kits(recipe, font)
