"""What a part is: its name, staves, clefs and instruments."""

from typing import Final, NamedTuple


class Drum(NamedTuple):
    """A drum: General MIDI's name and pitch for it, and its place on the staff."""

    name: str
    pitch: int
    step: str
    octave: int


class Clef(NamedTuple):
    """A clef's sign and line, and how many octaves higher it sounds than it is written."""

    sign: str
    line: int
    octaves: int = 0


class Part(NamedTuple):
    """A layer's part; voices of `lower` stand on its second staff, all others on the first."""

    layer: str
    name: str
    clefs: tuple[Clef, ...]
    lower: frozenset[str] = frozenset()


PARTS: Final = {
    part.layer: part
    for part in (
        Part("pad", "Pad", (Clef("G", 2),)),
        Part("piano", "Piano", (Clef("G", 2), Clef("F", 4)), frozenset({"left"})),
        Part("bass", "Bass", (Clef("F", 4, -1),)),
        Part("bells", "Bells", (Clef("G", 2, 1),)),
        Part("air", "Air", (Clef("G", 2),)),
        Part("percussion", "Percussion", (Clef("percussion", 2),)),
    )
}
"""Parts by layer."""

DRUMS: Final = {
    drum.pitch: drum
    for drum in (
        Drum("Bass Drum", 36, "F", 4),
        Drum("Maracas", 70, "G", 5),
        Drum("High Wood Block", 76, "E", 5),
        Drum("Low Wood Block", 77, "C", 5),
    )
}
"""Drums by pitch."""


def drum(pitch: int) -> Drum:
    """Return the drum that a pitch of the percussion stands for."""
    return DRUMS.get(pitch, Drum(f"Drum {pitch}", pitch, "B", 4))


def part_id(layer: str) -> str:
    """Return the name by which a document refers to a layer's part."""
    return f"P-{layer}"


def instrument_id(layer: str, pitch: int | None = None) -> str:
    """Return the name by which a document refers to a layer's instrument, or to one of its drums."""
    return f"I-{layer}" if pitch is None else f"I-{layer}-{pitch}"
