"""Pitch classes and their names.

A pitch class is an integer, 0 for C to 11 for B; a pitch is a MIDI number, 60 for middle C.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from auralis.core.errors import InvalidValue

LETTERS: Final = "CDEFGAB"
NATURALS: Final = (0, 2, 4, 5, 7, 9, 11)
ROOT_NAMES: Final = (
    ("C",),
    ("C#", "Db"),
    ("D",),
    ("D#", "Eb"),
    ("E",),
    ("F",),
    ("F#", "Gb"),
    ("G",),
    ("G#", "Ab"),
    ("A",),
    ("A#", "Bb"),
    ("B",),
)
_CLASS_OF: Final = {name: pc for pc, names in enumerate(ROOT_NAMES) for name in names}


def parse_pitch_class(text: str, field: str = "root") -> int:
    """Return the pitch class a name such as `F#`, `Gb`, `G♭` or `a` stands for; raises `InvalidValue`."""
    name = text.strip().replace("♯", "#").replace("♭", "b")
    pc = _CLASS_OF.get(name[:1].upper() + name[1:].lower())
    if pc is None:
        allowed = ", ".join("/".join(names) for names in ROOT_NAMES)
        raise InvalidValue(field, text, allowed)
    return pc


def root_pitch(pc: int) -> int:
    """Return the MIDI pitch a key's root is stated as: A 57, A# 58, B 59, C 60, and on to G# 68."""
    return (pc + 3) % 12 + 57


def spell(pc: int, letter: str) -> str:
    """Name a pitch class with a given letter and the # or b it takes: (3, "D") is D#, (3, "E") is Eb."""
    offset = (pc - NATURALS[LETTERS.index(letter)] + 6) % 12 - 6
    return letter + ("#" * offset if offset > 0 else "b" * -offset)


@lru_cache(maxsize=4096)
def pitches_within(pitch_classes: tuple[int, ...], low: int, high: int) -> tuple[int, ...]:
    """Return the pitches from low to high, both included, that belong to some pitch classes."""
    return tuple(pitch for pitch in range(low, high + 1) if pitch % 12 in pitch_classes)


def nearest(pitch: int, candidates: Iterable[int]) -> int:
    """Return the candidate nearest to a pitch, of two the lower one."""
    return min(candidates, key=lambda candidate: (abs(candidate - pitch), candidate))
