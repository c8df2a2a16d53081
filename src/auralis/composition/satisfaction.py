"""What is played where a context asks for what can't be, and the sentences that say so."""

from dataclasses import replace
from typing import Final

from auralis.composition.context import MusicalContext
from auralis.composition.layers import LayerSettings
from auralis.composition.pinning import pins

_LAST: Final = "pad"
_ALL_OFF: Final = "Every layer is muted or has density 0; the pad plays on."


def satisfied(context: MusicalContext) -> MusicalContext:
    """Return the context that is played: where every layer is off, the pad is on."""
    if not _is_silent(context):
        return context
    own = context.layer(_LAST)
    on = replace(own, mute=False, density=own.density or LayerSettings().density)
    layers = tuple((name, on if name == _LAST else layer) for name, layer in context.layers)
    return replace(context, layers=layers)


def notices(context: MusicalContext) -> tuple[str, ...]:
    """Return a sentence for each wish of a context that is not played as it stands."""
    said = pins(context.chords, context.key).notices if context.chords else ()
    return (*said, _ALL_OFF) if _is_silent(context) else said


def _is_silent(context: MusicalContext) -> bool:
    return all(layer.mute or layer.density <= 0.0 for _, layer in context.layers)
