"""Performance: how firmly a bar is played, who plays in it, milliseconds into ticks, velocities in bounds."""

from typing import Final

from auralis.composition.arrangement import Appearance
from auralis.composition.context import MusicalContext, Structure
from auralis.composition.section import SectionPlan
from auralis.core.units import TICKS_PER_BEAT, Tick

LOWEST_VELOCITY: Final = 20
HIGHEST_VELOCITY: Final = 100
_SLEW: Final = 0.1
_THRESHOLDS: Final = {"bells": 0.16, "ostinato": 0.36, "percussion": 0.40}
_CALM_BPM: Final = 70.0


def ticks_of(milliseconds: float, bpm: float) -> Tick:
    """Return milliseconds as ticks at a tempo, rounded to the nearest."""
    ticks = milliseconds * bpm * TICKS_PER_BEAT / 60_000.0
    return int(ticks + 0.5) if ticks >= 0.0 else -int(0.5 - ticks)


def intensity_at(context: MusicalContext, plan: SectionPlan, bar: float) -> float:
    """Return the listener's intensity, 0-1, at a bar; what a change of preset brought comes at 0.1 a bar."""
    since = plan.since_arrival(bar)
    if plan.arrival is None or since is None:
        return context.intensity
    step = plan.arrival.step
    left = max(0.0, abs(step) - _SLEW * since)
    return max(0.0, min(1.0, context.intensity + (left if step > 0.0 else -left)))


def effective_intensity(context: MusicalContext, plan: SectionPlan, bar: float) -> float:
    """Return the intensity, 0-1, that a bar of a section is played with: the listener's, shaped by energy."""
    return intensity_at(context, plan, bar) * (0.6 + 0.4 * plan.energy(bar))


def appears(context: MusicalContext, plan: SectionPlan, voice: str, bar: float) -> Appearance | None:
    """Return the appearance of a voice at a bar, if it has one and there is intensity enough for it.

    One answer holds for a whole appearance, so that no voice enters where another does.
    """
    found = plan.appearance(voice, bar)
    if found is None:
        return None
    energy = plan.energy((found.first + found.last) / 2.0)
    return found if context.intensity * (0.6 + 0.4 * energy) >= _THRESHOLDS[voice] else None


def stride(structure: Structure) -> int:
    """Return how many times as long the steps of loops and patterns are as at a calm tempo: 1, 2 or 4."""
    return 1 if structure.bpm <= _CALM_BPM else 2 if structure.bpm <= 2.0 * _CALM_BPM else 4


def velocity(wanted: float, cap: int = HIGHEST_VELOCITY) -> int:
    """Return a velocity rounded and kept within 20 and the cap."""
    return max(LOWEST_VELOCITY, min(cap, int(wanted + 0.5)))
