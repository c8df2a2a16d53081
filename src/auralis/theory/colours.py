"""The chords of a mode: its triads, the colours that may be laid on each degree, and its signature.

A colour is legal where no natural tension rubs: the ninth is major, the fourth or eleventh perfect,
the sixth major, no perfect eleventh meets a major third, there is no bare dominant seventh, and a
suspended chord takes only a minor seventh. The filter is the avoid-note rule.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from auralis.theory.chords import Quality, quality_of
from auralis.theory.modes import MODES
from auralis.theory.numerals import Numeral

COLOUR_STEPS: Final[tuple[tuple[int, ...], ...]] = (
    (0, 2, 4),
    (0, 1, 4),
    (0, 3, 4),
    (0, 2, 4, 1),
    (0, 2, 4, 6),
    (0, 2, 4, 6, 1),
    (0, 2, 4, 5, 1),
    (0, 2, 6, 3),
    (0, 3, 6, 1),
)
"""Scale steps above a degree's root: triad, sus2, sus4, add9, 7, 7 add9, 6/9, 11, 9sus4."""

_SIGNATURE: Final = {
    "ionian": 4,
    "dorian": 4,
    "phrygian": 2,
    "lydian": 2,
    "mixolydian": 7,
    "aeolian": 6,
    "locrian": 5,
}


@dataclass(frozen=True, slots=True)
class ModalChord:
    """A chord of a mode, in semitones above the tonic (0-11).

    `tones` begin with the chord's root; `bass` is the tone below it all: another one where the
    chord stands over a pedal.
    """

    numeral: Numeral
    tones: tuple[int, ...]
    bass: int

    @property
    def degree(self) -> int:
        """The degree, 1-7, of the chord's root."""
        return self.numeral.degree

    @property
    def quality(self) -> Quality:
        """What kind of chord it is."""
        return self.numeral.quality


def is_diminished(mode: str, degree: int) -> bool:
    """Say whether the degree's triad has no perfect fifth."""
    return _intervals(mode, degree)[4] != 7


def triad(mode: str, degree: int) -> ModalChord:
    """Return the plain triad on a degree 1-7, the diminished one as it is."""
    return _chord(mode, degree, (0, 2, 4))


@lru_cache(maxsize=64)
def colours(mode: str, degree: int) -> tuple[ModalChord, ...]:
    """Return the chords that may sound on a degree 1-7, the triad first.

    A diminished degree is re-rooted: its third takes the bass and the seventh chord on it sounds as
    that third's minor sixth chord, the only one returned.
    """
    if is_diminished(mode, degree):
        third = (degree + 1) % 7 + 1
        return (_chord(mode, third, (0, 2, 4, 5)),)
    intervals = _intervals(mode, degree)
    return tuple(_chord(mode, degree, steps) for steps in COLOUR_STEPS if _is_legal(intervals, steps))


@lru_cache(maxsize=16)
def signature(mode: str) -> ModalChord:
    """Return the chord that makes a mode audible, laid over the tonic's bass: IV/i in dorian, II/I in lydian.

    The fifth of the tonic joins it where that makes a chord with a name and no rub.
    """
    degree, home = _SIGNATURE[mode], colours(mode, 1)[0]
    step = (5 - degree) % 7
    steps = (0, 2, 4) if step in (0, 2, 4) else (0, 2, 4, step)
    intervals = _intervals(mode, degree)
    if not _is_legal(intervals, steps) or quality_of(tuple(intervals[s] for s in steps)) is None:
        steps = (0, 2, 4)
    chord = _chord(mode, degree, steps)
    over = replace(chord.numeral, bass=home.degree, small_bass=home.numeral.small)
    return ModalChord(over, chord.tones, home.bass)


def as_written(mode: str, numeral: Numeral) -> ModalChord:
    """Return the chord a numeral asks for, whether the mode has all of its tones or not.

    Without a sign the degree is the mode's own; with one it is counted from the major scale, as is
    usual: `bVII` is a tone below the tonic in every mode.
    """
    scale = MODES["ionian" if numeral.alteration else mode]
    root = (scale[numeral.degree - 1] + numeral.alteration) % 12
    tones = tuple((root + interval) % 12 for interval in numeral.quality.intervals)
    return ModalChord(numeral, tones, root if numeral.bass is None else MODES[mode][numeral.bass - 1])


def borrowed(mode: str, chord: ModalChord) -> tuple[int, ...]:
    """Return the tones of a chord, bass included, that the mode lacks."""
    return tuple(tone for tone in sorted({*chord.tones, chord.bass}) if tone not in MODES[mode])


def nearest_chord(mode: str, chord: ModalChord) -> ModalChord:
    """Return the mode's own chord that shares most tones with another, then its degree, size and root."""
    wanted = set(chord.tones)
    own = [colour for degree in range(1, 8) for colour in colours(mode, degree)]
    return min(
        own,
        key=lambda c: (
            -len(wanted.intersection(c.tones)),
            c.degree != chord.degree,
            abs(len(c.tones) - len(wanted)),
            abs(c.tones[0] - chord.tones[0]),
        ),
    )


def _intervals(mode: str, degree: int) -> tuple[int, ...]:
    """Semitones from a degree's root up to each of the seven scale steps above it."""
    scale = MODES[mode]
    return tuple((scale[(degree - 1 + k) % 7] - scale[degree - 1]) % 12 for k in range(7))


def _chord(mode: str, degree: int, steps: tuple[int, ...]) -> ModalChord:
    scale = MODES[mode]
    tones = tuple(scale[(degree - 1 + k) % 7] for k in steps)
    quality = quality_of(tuple((tone - tones[0]) % 12 for tone in tones))
    if quality is None:
        raise AssertionError(f"no name for steps {steps} on degree {degree} of {mode}")
    small = _intervals(mode, degree)[2] == 3
    return ModalChord(Numeral(degree, quality, small), tones, tones[0])


def _is_legal(intervals: tuple[int, ...], steps: tuple[int, ...]) -> bool:
    second, third, fourth, sixth, seventh = (intervals[k] for k in (1, 2, 3, 5, 6))
    if (1 in steps and second != 2) or (3 in steps and fourth != 5) or (5 in steps and sixth != 9):
        return False
    if 3 in steps and 2 in steps and third == 4:
        return False
    if 6 in steps and 2 in steps and third == 4 and seventh == 10:
        return False
    return not (3 in steps and 6 in steps and seventh == 11)
