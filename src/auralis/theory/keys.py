"""Keys: a root and a mode, how they are written, and how their notes are spelled."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.theory.modes import MODES, parse_mode
from auralis.theory.pitches import LETTERS, ROOT_NAMES, parse_pitch_class, root_pitch, spell

_PARENT_NAMES: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_DISPLAY: Final = {"ionian": "major", "aeolian": "minor"}
_TRITONE_SHARPS: Final = (6, 8, 11, 1)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """A tonic pitch class (0-11) and one of the seven modes."""

    tonic: int
    mode: str

    @property
    def root(self) -> int:
        """The MIDI pitch the key is stated at: 57 for A to 68 for G#."""
        return root_pitch(self.tonic)

    @property
    def name(self) -> str:
        """The name as read aloud: `D dorian`, `A minor`, `Eb major`."""
        return f"{spellings(self.tonic, self.mode)[0]} {_DISPLAY.get(self.mode, self.mode)}"

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        """The seven pitch classes from the tonic up."""
        return tuple((self.tonic + step) % 12 for step in MODES[self.mode])

    def pitch_name(self, pc: int) -> str:
        """Return a pitch class as this key spells it; outside the scale, with the key's own kind of sign."""
        names = spellings(self.tonic, self.mode)
        if pc in self.pitch_classes:
            return names[self.pitch_classes.index(pc)]
        flat = any(name.endswith("b") for name in names)
        return ROOT_NAMES[pc][-1 if flat else 0]


@lru_cache(maxsize=128)
def spellings(tonic: int, mode: str) -> tuple[str, ...]:
    """Return the seven note names of a key: one letter each, as its relative major signs them.

    Six sharps or six flats: whichever gives the tonic a common name (F# major, but Eb minor).
    """
    major_first = MODES["ionian"].index((-_relative(mode)) % 12)
    parent = (tonic + _relative(mode)) % 12
    name = _PARENT_NAMES[parent]
    if parent == 6 and tonic not in _TRITONE_SHARPS:
        name = "Gb"
    first = LETTERS.index(name[0]) + major_first
    return tuple(spell((tonic + step) % 12, LETTERS[(first + i) % 7]) for i, step in enumerate(MODES[mode]))


def _relative(mode: str) -> int:
    """Semitones from a mode's tonic to the tonic of the major key with the same notes."""
    wanted = set(MODES[mode])
    return next(k for k in range(12) if {(k + step) % 12 for step in MODES["ionian"]} == wanted)


def parse_key(text: str, field: str = "key") -> Key:
    """Read `D dorian`, `A minor`, `e♭ Major`; raises `InvalidValue` for anything else."""
    words = text.split()
    if len(words) != 2:
        raise InvalidValue(field, text, "a root and a mode, such as 'A minor' or 'D dorian'")
    return Key(parse_pitch_class(words[0], field), parse_mode(words[1], field))
