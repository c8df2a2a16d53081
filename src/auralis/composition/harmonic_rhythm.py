"""Harmonic rhythm: how long roots are held, in bars, so that none outstays its welcome."""

from typing import Final

from auralis.composition.context import Structure
from auralis.core.randomness import Stream

LONGEST_ROOT_SECONDS: Final = 90.0
_SHORTEST_ROOT_SECONDS: Final = 27.0


def pace(structure: Structure) -> int:
    """Return how many times as many bars roots and colours last as at a preset's own tempo: 1, 2 or 4."""
    bars = structure.preset.dwell[0]
    factor = 1
    while factor * bars * structure.bar_seconds < _SHORTEST_ROOT_SECONDS:
        factor *= 2
    return factor


def longest_root(structure: Structure) -> int:
    """Return the most bars that one root may last, across seams too."""
    return int(LONGEST_ROOT_SECONDS / structure.bar_seconds)


def dwell(stream: Stream, structure: Structure, left: int) -> int:
    """Return how many bars a root lasts, so that what is left before the seam is no mere scrap."""
    shortest = structure.preset.dwell[0] * pace(structure)
    bars = stream.weighted(structure.preset.dwell, (2, 1)) * pace(structure)
    if left - bars >= shortest or left == bars:
        return bars
    if left * structure.bar_seconds <= LONGEST_ROOT_SECONDS:
        return left
    return left - shortest
