"""Pivot chords: what to play while one key becomes another."""

from typing import Final

from auralis.theory.keys import Key

_FORMS: Final = ((0, 2, 7), (0, 5, 7), (0, 3, 7, 10), (0, 4, 7, 11), (0, 3, 7), (0, 4, 7))


def pivot_chord(old: Key, new: Key, sounding: tuple[int, ...]) -> tuple[int, ...]:
    """Return the pitch classes (root first) of the chord of both keys that shares most with what sounds.

    Of triads, sevenths and suspensions within both scales the one with most tones in common wins,
    then the fuller one, then the lower. Keys that share no such chord leave the shared tones, two at least.
    """
    shared = set(old.pitch_classes) & set(new.pitch_classes)
    heard = set(sounding)
    chords = [
        chord
        for root in range(12)
        for form in _FORMS
        if shared.issuperset(chord := tuple((root + i) % 12 for i in form))
    ]
    if not chords:
        return tuple(sorted(shared)[:2])
    return max(chords, key=lambda c: (len(heard.intersection(c)), len(c), tuple(-pc for pc in c)))
