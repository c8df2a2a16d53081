"""Note values: how a length is written, and how one that has no value is tied together from several."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from auralis.core.units import TICKS_PER_BEAT, Tick


class NoteValue(NamedTuple):
    """A length in ticks, with the name of its note and its dots."""

    ticks: Tick
    name: str
    dots: int


_NAMES: Final = ("64th", "32nd", "16th", "eighth", "quarter", "half", "whole", "breve")
_VALUES: Final = tuple(
    NoteValue(TICKS_PER_BEAT // 16 * 2**power * (2 + dots) // 2, name, dots)
    for power, name in reversed(list(enumerate(_NAMES)))
    for dots in (1, 0)
)
_SHORTEST: Final = TICKS_PER_BEAT // 4


def nearest_value(ticks: Tick) -> NoteValue:
    """Return the value whose length is nearest."""
    return min(_VALUES, key=lambda value: abs(value.ticks - ticks))


def values_of(position: Tick, ticks: Tick, meter: str) -> Iterator[NoteValue]:
    """Yield the values that fill `ticks` from a position in a bar, both whole sixteenths, beat by beat."""
    while ticks > 0:
        value = next(v for v in _VALUES if v.ticks <= ticks and _stands(position, v, meter))
        yield value
        position, ticks = position + value.ticks, ticks - value.ticks


def _stands(position: Tick, value: NoteValue, meter: str) -> bool:
    """Say whether a value may begin at a position in a bar without hiding a beat that it crosses."""
    if value.ticks == _SHORTEST:
        return True
    beat = TICKS_PER_BEAT * 3 // 2 if meter == "6/8" else TICKS_PER_BEAT
    within = position % beat
    if value.ticks <= beat:
        fits = within + value.ticks <= beat
        return fits and value.ticks >= _SHORTEST and within % (value.ticks if not value.dots else beat) == 0
    if meter != "4/4":
        return within == 0 and (value.ticks % beat == 0 or meter == "3/4")
    undotted = value.ticks * 2 // 3 if value.dots else value.ticks
    return position % (2 * undotted if value.dots else undotted) == 0
