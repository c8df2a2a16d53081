"""Loops of incommensurate length: each comes round on its own, and together they hardly ever do.

After Brian Eno's tape loops for "Music for Airports" (1978), whose lengths had no common multiple
that anyone would live to hear.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from auralis.composition.performance import stride
from auralis.composition.section import SectionPlan
from auralis.core.randomness import Stream
from auralis.core.units import TICKS_PER_BEAT, Tick

_STEPS: Final = 4
"""A seed lengthens a loop by 0 to 3 quarters of a beat."""


class Loop(NamedTuple):
    """A length in beats, the chord function (0 the root) it sounds, and the pitch it sounds near."""

    beats: float
    function: int
    centre: int


class Pass(NamedTuple):
    """One coming round: which, its tick in the phrase, and its bar in the section."""

    number: int
    tick: Tick
    bar: float


def passes(loop: Loop, path: tuple[int | str, ...], plan: SectionPlan, phrase: int) -> Iterator[Pass]:
    """Yield the times at which a loop comes round in a phrase, its phase and length drawn from a path."""
    stream = Stream(*path, "loop")
    period = stride(plan.structure) * (
        int(loop.beats * TICKS_PER_BEAT) + TICKS_PER_BEAT // 4 * stream.below(_STEPS)
    )
    phase = stream.below(period)
    start = phrase * plan.phrase_ticks
    number = -(-(start - phase) // period)
    while (tick := phase + number * period) < start + plan.phrase_ticks:
        yield Pass(number, tick - start, tick / plan.structure.bar_ticks)
        number += 1
