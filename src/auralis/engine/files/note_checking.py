"""Whether an instrument can play every note there is."""

from itertools import product

from auralis.core.errors import InvalidValue
from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.validation import check
from auralis.engine.errors import InvalidPatch
from auralis.engine.patch_instrument import PatchInstrument

_PITCHES = range(128)
_VELOCITIES = (1, 127)


def check_notes(where: str, instrument: PatchInstrument) -> None:
    """Raise `InvalidPatch` where a law leaves a parameter's range at some pitch, struck softly or hard."""
    layout = Layout(check(instrument.patch))
    for pitch, velocity in product(_PITCHES, _VELOCITIES):
        for name, value in instrument.note(pitch, velocity).items():
            try:
                layout.check(name, value)
            except InvalidValue as error:
                field = f"{where}: note.{name} of pitch {pitch}, velocity {velocity}"
                raise InvalidPatch(field, error.value, error.allowed) from None
