"""Voice leading: the placing of a chord's notes that moves least from the one before and never muddies.

Every octave placement is weighed (81 at most for four voices in the pad's range). Costs are
integers, hundredths of a semitone of movement, so that a tie is a tie on every machine.
"""

from functools import lru_cache
from itertools import combinations, pairwise, product
from operator import sub
from typing import Final

Voicing = tuple[int, ...]

PAD_RANGE: Final = (50, 75)
LOW_LIMIT: Final = {1: 64, 2: 55, 3: 52, 4: 50, 5: 47, 6: 55, 7: 43, 8: 45, 9: 45, 10: 43, 11: 48}
"""By interval in semitones, the lowest MIDI pitch its lower note may have.

Stricter than the usual arrangers' tables, since slow releases lay each chord over the last.
"""

_CENTRE = 62
_OFF_CENTRE = 12
_WIDE_GAP = 9
_WIDE = 200
_SEMITONE = 400
_MINOR_NINTH = 1200
_MOVE = 100
_TOP_FREE = 4
_TOP_LEAP = 150


def lead(
    pitch_classes: tuple[int, ...],
    previous: Voicing | None = None,
    following: Voicing | None = None,
    span: tuple[int, int] = PAD_RANGE,
    voices: int = 4,
) -> Voicing:
    """Return the best voicing, low to high, of absolute pitch classes (root first).

    With more pitch classes than voices the root is left to the bass; with fewer, the first are
    doubled. `previous` and `following`, where given, have as many voices; the voicing then lies
    close to both.
    """
    placed = _placements(_fitted(pitch_classes, voices), span)
    for other in (previous, following):
        if other is not None:
            placed = tuple((cost + _movement_cost(voicing, other), voicing) for cost, voicing in placed)
    return min(placed)[1]


def movement(a: Voicing, b: Voicing) -> int:
    """Return the semitones all voices move together."""
    return sum(map(abs, map(sub, a, b)))


def breaches(voicing: Voicing) -> int:
    """Count neighbours that double a pitch or stand lower than their interval allows."""
    gaps = ((b - a, a) for a, b in pairwise(voicing))
    return sum(gap == 0 or (gap < 12 and low < LOW_LIMIT[gap]) for gap, low in gaps)


def _fitted(pitch_classes: tuple[int, ...], voices: int) -> tuple[int, ...]:
    if len(pitch_classes) > voices:
        return pitch_classes[1 : voices + 1]
    return tuple(pitch_classes[i % len(pitch_classes)] for i in range(voices))


@lru_cache(maxsize=1024)
def _placements(pitch_classes: tuple[int, ...], span: tuple[int, int]) -> tuple[tuple[int, Voicing], ...]:
    """Return the placements in the span that breach least, with the part of their cost that needs no past."""
    low, high = span
    octaves = [range(low + (pc - low) % 12, high + 1, 12) for pc in pitch_classes]
    distinct = sorted({tuple(sorted(choice)) for choice in product(*octaves)})
    least = min(map(breaches, distinct))
    return tuple((_static_cost(voicing), voicing) for voicing in distinct if breaches(voicing) == least)


def _static_cost(voicing: Voicing) -> int:
    cost = _OFF_CENTRE * abs(sum(voicing) - _CENTRE * len(voicing))
    for low, high in pairwise(voicing):
        cost += _WIDE * max(0, high - low - _WIDE_GAP) + _SEMITONE * (high - low == 1)
    return cost + _MINOR_NINTH * sum(high - low == 13 for low, high in combinations(voicing, 2))


def _movement_cost(voicing: Voicing, previous: Voicing) -> int:
    top = abs(voicing[-1] - previous[-1])
    return _MOVE * movement(voicing, previous) + _TOP_LEAP * max(0, top - _TOP_FREE)
