"""How pitches are written in a key: letter, alteration, octave, and the accidentals a bar needs."""

from typing import Final, NamedTuple

from auralis.theory.keys import Key
from auralis.theory.pitches import LETTERS

_SIGNS: Final = {-2: "flat-flat", -1: "flat", 0: "natural", 1: "sharp", 2: "double-sharp"}
_SHARPENED: Final = "FCGDAEB"


class Spelled(NamedTuple):
    """A pitch as it is written: letter, alteration in semitones, octave (middle C begins the fourth)."""

    step: str
    alter: int
    octave: int


def spelled(pitch: int, key: Key) -> Spelled:
    """Write a MIDI pitch as its key spells it."""
    step, alter = letter_of(key.pitch_name(pitch % 12))
    return Spelled(step, alter, (pitch - alter) // 12 - 1)


def letter_of(name: str) -> tuple[str, int]:
    """Return the letter and the alteration of a note's name, such as `F#` or `Bb`."""
    return name[0], name.count("#") - name[1:].count("b")


def fifths(key: Key) -> int:
    """Return how many sharps (or, below 0, flats) a key signs."""
    return sum(letter_of(key.pitch_name(pc))[1] for pc in key.pitch_classes)


class Accidentals:
    """The accidentals in force on a staff, in a bar of a key; notes are asked for in the order of time."""

    def __init__(self, key: Key) -> None:
        signed = fifths(key)
        raised = dict.fromkeys(_SHARPENED[: max(0, signed)], 1)
        lowered = dict.fromkeys(_SHARPENED[::-1][: max(0, -signed)], -1)
        self._signed = dict.fromkeys(LETTERS, 0) | raised | lowered
        self._written: dict[tuple[str, int], int] = {}

    def sign(self, note: Spelled) -> str | None:
        """Return the sign a note needs, if it needs one, and keep it in force."""
        place = (note.step, note.octave)
        if note.alter == self._written.get(place, self._signed[note.step]):
            return None
        self._written[place] = note.alter
        return _SIGNS[note.alter]
