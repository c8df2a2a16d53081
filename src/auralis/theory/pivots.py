"""Pivot chords: what to play while one key becomes another."""

from itertools import permutations
from typing import Final

from auralis.theory.chords import Quality, quality_of
from auralis.theory.colours import ModalChord
from auralis.theory.keys import Key
from auralis.theory.numerals import Numeral

_FORMS: Final = ((0, 2, 7), (0, 5, 7), (0, 3, 7, 10), (0, 4, 7, 11), (0, 3, 7), (0, 4, 7))
_DYADS: Final = (7, 4, 3, 5, 8, 9, 2, 10, 6, 1, 11)
"""Intervals above a root, the one that makes the best chord of two notes first."""


def pivot_chord(old: Key, new: Key, sounding: tuple[int, ...]) -> tuple[int, ...]:
    """Return the pitch classes (root first) of the chord of both keys that shares most with what sounds.

    What sounds is held where both keys have it. Else of triads, sevenths and suspensions within
    both scales the one with most tones in common wins, then the fuller one, then the lower. Keys
    that share no such chord, as keys six fifths apart do, leave two tones that they share.
    """
    shared = set(old.pitch_classes) & set(new.pitch_classes)
    if len(sounding) > 2 and shared.issuperset(sounding):
        return sounding
    heard = set(sounding)
    chords = [
        chord
        for root in range(12)
        for form in _FORMS
        if shared.issuperset(chord := tuple((root + i) % 12 for i in form))
    ]
    if not chords:
        return min(permutations(sorted(shared), 2), key=lambda pair: _DYADS.index((pair[1] - pair[0]) % 12))
    return max(chords, key=lambda c: (len(heard.intersection(c)), len(c), tuple(-pc for pc in c)))


def in_key(pitch_classes: tuple[int, ...], key: Key) -> ModalChord:
    """Return a pivot, root first, as a chord of a key; the key has all of its tones."""
    tones = tuple((pc - key.tonic) % 12 for pc in pitch_classes)
    intervals = tuple((tone - tones[0]) % 12 for tone in tones)
    quality = quality_of(intervals) or _dyad(intervals)
    degree = key.pitch_classes.index(pitch_classes[0]) + 1
    third = (key.pitch_classes[(degree + 1) % 7] - pitch_classes[0]) % 12
    return ModalChord(Numeral(degree, quality, third == 3), tones, tones[0])


def _dyad(intervals: tuple[int, ...]) -> Quality:
    return Quality("dyad", intervals, " dyad", "dyad", "minor" if 3 in intervals else "major")
