"""What a listener asked for and can't have, said once."""

import typer

from auralis.composition import notices
from auralis.sequencing import Timeline


def tell_notices(timeline: Timeline) -> None:
    """Print on stderr each distinct notice of the contexts that a timeline passes through."""
    contexts = (turn.context for passage in timeline.passages for turn in passage.turns)
    for sentence in dict.fromkeys(sentence for context in contexts for sentence in notices(context)):
        typer.echo(f"auralis: note: {sentence}", err=True)
