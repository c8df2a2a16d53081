"""The seven modes: seven steps above a tonic, in semitones."""

from typing import Final

from auralis.core.errors import InvalidValue

MODES: Final[dict[str, tuple[int, ...]]] = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
}
ALIASES: Final = {"major": "ionian", "minor": "aeolian"}


def parse_mode(text: str, field: str = "mode") -> str:
    """Return the mode's name in lower case, `major` and `minor` understood; raises `InvalidValue`."""
    name = text.strip().lower()
    name = ALIASES.get(name, name)
    if name not in MODES:
        raise InvalidValue(field, text, ", ".join((*MODES, *ALIASES)))
    return name


def interval(mode: str, step: int) -> int:
    """Return the semitones from the tonic up (or down) to a scale step; step 0 is the tonic, 7 its octave."""
    octave, place = divmod(step, 7)
    return 12 * octave + MODES[mode][place]
