"""What a listener asked for and can't have as it stands, said once."""

import re

import typer

from auralis import __version__
from auralis.composition import notices
from auralis.core.recipe import Recipe
from auralis.station.recipes import timeline_of


def tell_notices(recipe: Recipe) -> None:
    """Print on stderr that a recipe is another engine's, and each distinct notice of its contexts."""
    if recipe.engine != __version__:
        told = f"This recipe is from engine {recipe.engine}; engine {__version__} may play it otherwise."
        newer = " A newer Auralis plays it as it was." if _is_newer(recipe.engine) else ""
        typer.echo(f"auralis: note: {told}{newer}", err=True)
    contexts = (turn.context for passage in timeline_of(recipe).passages for turn in passage.turns)
    for sentence in dict.fromkeys(sentence for context in contexts for sentence in notices(context)):
        typer.echo(f"auralis: note: {sentence}", err=True)


def _is_newer(engine: str) -> bool:
    """Say whether an engine's version is later than this one's; a word that is no version is not."""
    theirs, ours = (re.match(r"(\d+)\.(\d+)\.(\d+)", version) for version in (engine, __version__))
    if theirs is None or ours is None:
        return False
    return tuple(map(int, theirs.groups())) > tuple(map(int, ours.groups()))
