"""The toys, and the figure that only the return of an idea satisfies."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from statistics import mean
from typing import Final

from tests.composition.score import Score, dice, naive

from auralis.core.randomness import Stream
from auralis.theory.keys import parse_key

BAR: Final = 3840
"""Ticks; every preset is in 4/4."""
_SLOT: Final = 2 * BAR
_EARLY: Final = 300
_APART: Final = 8
"""Slots from one phrase to the next but one, which has the same identity when it is even."""
_STEPS: Final = {-2: 1, -1: 2, 0: 1, 1: 2, 2: 1}
_DRAWN: Final = 4
"""How many times as likely a tone of the chord is."""
_RANGE: Final = range(54, 84)
_FIRST: Final = 68


def walk(score: Score, seed: int) -> Score:
    """Toy three: the lead walks at random by scale steps, drawn to the chord; the pad is the music's."""
    stream, pitch, lead = Stream(seed, "walk"), _FIRST, []
    for tick, _, chord, key in score.lead:
        tones = parse_key(key).pitch_classes
        scale = [p for p in _RANGE if p % 12 in tones]
        here = min(range(len(scale)), key=lambda i: abs(scale[i] - pitch))
        reached = [scale[min(max(here + step, 0), len(scale) - 1)] for step in _STEPS]
        drawn = [_DRAWN if p % 12 in chord.pitch_classes else 1 for p in reached]
        pitch = stream.weighted(reached, [a * b for a, b in zip(_STEPS.values(), drawn, strict=True)])
        lead.append((tick, pitch, chord, key))
    return replace(score, lead=tuple(lead))


TOYS: Final[Mapping[str, Callable[[Score, int], Score]]] = {"naive": naive, "dice": dice, "walk": walk}


def returns(score: Score) -> float | None:
    """Return the share of slots whose contour is the same where the phrase's idea comes back.

    Compared are slots of even phrases two apart in which three or more notes, and as many, are heard;
    the contour is up, level or down from note to note. None where there are no such slots.
    """
    heard: dict[int, list[int]] = defaultdict(list)
    for tick, pitch, *_ in score.lead:
        heard[(tick + _EARLY) // _SLOT].append(pitch)
    pairs = [
        (pitches, heard[slot + _APART])
        for slot, pitches in tuple(heard.items())
        if slot % _APART < _APART // 2 and slot + _APART in heard
    ]
    alike = [_contour(a) == _contour(b) for a, b in pairs if len(a) == len(b) > 2]
    return mean(alike) if alike else None


def _contour(pitches: list[int]) -> list[int]:
    return [(b > a) - (b < a) for a, b in pairwise(pitches)]
