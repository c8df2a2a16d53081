"""Touch: milliseconds into ticks, effective intensity, velocities within bounds."""

from typing import Final

from auralis.composition.context import MusicalContext
from auralis.composition.section import SectionPlan
from auralis.core.units import TICKS_PER_BEAT, Tick

LOWEST_VELOCITY: Final = 20
HIGHEST_VELOCITY: Final = 100


def ticks_of(milliseconds: float, bpm: float) -> Tick:
    """Return milliseconds as ticks at a tempo, rounded to the nearest."""
    ticks = milliseconds * bpm * TICKS_PER_BEAT / 60_000.0
    return int(ticks + 0.5) if ticks >= 0.0 else -int(0.5 - ticks)


def effective_intensity(context: MusicalContext, plan: SectionPlan, bar: float) -> float:
    """Return the intensity, 0-1, that a bar of a section is played with: the listener's, shaped by energy."""
    return context.intensity * (0.6 + 0.4 * plan.energy(bar))


def velocity(wanted: float, cap: int = HIGHEST_VELOCITY) -> int:
    """Return a velocity rounded and kept within 20 and the cap."""
    return max(LOWEST_VELOCITY, min(cap, int(wanted + 0.5)))
