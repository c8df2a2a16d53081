"""From a recipe to its timeline and back."""

from auralis import __version__
from auralis.composition import MusicalContext
from auralis.core.recipe import Recipe
from auralis.sequencing import Timeline


def new_recipe(context: MusicalContext, seed: int, kit: str, sample_rate: int) -> Recipe:
    """Return the recipe of a station that begins now."""
    return Recipe(__version__, seed, kit, sample_rate, context.first_settings())


def timeline_of(recipe: Recipe) -> Timeline:
    """Return what a recipe plays; raises `InvalidValue` naming a setting that is out of range."""
    opening = MusicalContext.of(recipe.context)
    return Timeline.of(recipe.seed, recipe.sample_rate, opening, recipe.changes)
