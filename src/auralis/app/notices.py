"""What a listener asked for and can't have as it stands, said once."""

import typer

from auralis import __version__
from auralis.composition import notices
from auralis.core.recipe import Recipe
from auralis.station.recipes import timeline_of


def tell_notices(recipe: Recipe) -> None:
    """Print on stderr that a recipe is another engine's, and each distinct notice of its contexts."""
    if recipe.engine != __version__:
        told = f"This recipe is from engine {recipe.engine}; engine {__version__} may play it otherwise."
        typer.echo(f"auralis: note: {told}", err=True)
    contexts = (turn.context for passage in timeline_of(recipe).passages for turn in passage.turns)
    for sentence in dict.fromkeys(sentence for context in contexts for sentence in notices(context)):
        typer.echo(f"auralis: note: {sentence}", err=True)
