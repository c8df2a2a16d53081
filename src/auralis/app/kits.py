"""The kits of a recipe, with the font that this machine has for them."""

import typer

from auralis.app.fonts import find_fonts
from auralis.app.settings import read_settings
from auralis.core.errors import InvalidValue, Unavailable
from auralis.core.recipe import Recipe
from auralis.engine.soundfont.library import version
from auralis.station.kits import Kits, with_font


def kits_of(recipe: Recipe, received: bool = False) -> tuple[Recipe, Kits]:
    """Return a recipe that names the font it is played with, and its kits.

    A recipe from another FluidSynth is noted on stderr. Raises `Unavailable` for a font, a library,
    or in a recipe that was `received` a kit that is missing here, else `InvalidValue` for the kit.
    """
    try:
        named, font = with_font(recipe, find_fonts(read_settings().soundfont))
        kits = Kits(named, font)
    except InvalidValue as error:
        if received and error.field == "kit":
            raise Unavailable("recipe.kit", error.value, error.allowed) from None
        raise
    if font is not None and named.fluidsynth != version():
        told = f"This recipe is from FluidSynth {named.fluidsynth}; {version()} may play it otherwise."
        typer.echo(f"auralis: note: {told}", err=True)
    return named, kits
