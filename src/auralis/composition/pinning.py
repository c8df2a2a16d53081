"""Pinned chords: the listener's own in place of the matrix's."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from auralis.composition.context import Structure
from auralis.composition.harmonic_rhythm import dwell, longest_root
from auralis.composition.phrase import PHRASE_BARS
from auralis.core.randomness import Stream
from auralis.theory.colours import ModalChord, as_written, borrowed, nearest_chord
from auralis.theory.keys import Key
from auralis.theory.numerals import parse_numeral
from auralis.theory.transitions import row


@dataclass(frozen=True, slots=True)
class Pins:
    """The chords that are played, at least one, and sentences about those that could not be."""

    chords: tuple[ModalChord, ...]
    notices: tuple[str, ...]


class Held(NamedTuple):
    """A pinned chord from `bar` for `bars`."""

    bar: int
    bars: int
    chord: ModalChord


@lru_cache(maxsize=256)
def pins(numerals: tuple[str, ...], key: Key) -> Pins:
    """Return what is played of some numerals, at least one, in a key.

    A chord is in the mode when the mode has its root; what else of it the mode lacks is borrowed.
    Chords that are not in the mode are left out; if none is left, the mode's nearest are played.
    """
    chords = [as_written(key.mode, parse_numeral(numeral, "chords")) for numeral in numerals]
    inside = [chord for chord in chords if _has_root(key, chord)]
    notices = [_absence(key, chord, bool(inside)) for chord in chords if chord not in inside]
    notices += [_loan(key, chord) for chord in inside if borrowed(key.mode, chord)]
    played = inside or [nearest_chord(key.mode, chord) for chord in chords]
    return Pins(tuple(dict.fromkeys(played)), tuple(notices))


def pinned(seed: int, section: int, structure: Structure, key: Key, seam: int) -> list[Held]:
    """Return which pinned chord sounds when in a section's bars up to `seam`, the first one first.

    The mode's matrix chooses among them. While there is another bass, none lasts beyond 90 s, across
    seams too; where only what went before could lead to the seam, the two share its bars.
    """
    stream = Stream(seed, "pinned", section)
    chords = pins(structure.chords, key).chords
    basses, longest = {chord.bass for chord in chords}, longest_root(structure)
    out = [Held(0, _opening(stream, structure, seam), chords[0])]
    run, before = out[0].bars + PHRASE_BARS, None
    while (bar := out[-1].bar + out[-1].bars) < seam:
        bars, last = dwell(stream, structure, seam - bar), out[-1].chord
        barred = {last.bass} if run + bars > longest else set()
        if len(basses) > 1 and bar + bars == seam and basses <= {*barred, chords[0].bass}:
            bars -= bars // 2
        if bar + bars == seam:
            barred.add(chords[0].bass)
        free = [chord for chord in chords if chord.bass not in barred] or list(chords)
        chord = _next(stream, structure, key, free, (before, last.degree))
        run = bars + (run if chord.bass == last.bass else 0)
        before = last.degree
        out.append(Held(bar, bars, chord))
    return out


def _opening(stream: Stream, structure: Structure, seam: int) -> int:
    """Return how many bars the first chord lasts, so that with the seam before it is none too long."""
    longest = longest_root(structure) - PHRASE_BARS
    return min(dwell(stream, structure, seam), longest, seam) // 2 * 2


def _next(
    stream: Stream,
    structure: Structure,
    key: Key,
    free: list[ModalChord],
    past: tuple[int | None, int],
) -> ModalChord:
    before, last = past
    weights = row(key.mode, last, structure.calm_percent, before if structure.order == 2 else None)
    return stream.weighted(free, [max(1, weights[chord.degree - 1]) for chord in free])


def _has_root(key: Key, chord: ModalChord) -> bool:
    return not {chord.tones[0], chord.bass}.intersection(borrowed(key.mode, chord))


def _absence(key: Key, chord: ModalChord, others: bool) -> str:
    if others:
        return f"{chord.numeral} is not in {key.name} and is left out."
    nearest = nearest_chord(key.mode, chord)
    return f"{chord.numeral} is not in {key.name}; {nearest.numeral}, the nearest chord that is, is played."


def _loan(key: Key, chord: ModalChord) -> str:
    names = [key.pitch_name((key.tonic + tone) % 12) for tone in borrowed(key.mode, chord)]
    return f"{chord.numeral} borrows {' and '.join(names)} from outside {key.name}."
