"""Arrangement: which voices appear in a section, and when they leave it.

The bed of pad, bass and air never stops, and the lead rests in every fifth phrase, where the ostinato
stands in for it. Everything else comes and goes in appearances of a few phrases. One rest of the lead,
about three fifths through the section, is the clearing: all of them leave, the left hand too, and come
back one by one.
"""

from collections.abc import Mapping
from itertools import permutations
from types import MappingProxyType
from typing import Final, NamedTuple

from auralis.composition.context import Structure
from auralis.composition.phrase import PHRASE_BARS
from auralis.core.randomness import Stream

LEAD_REST: Final = 5
"""The lead rests in every fifth phrase."""


class Appearance(NamedTuple):
    """Bars [first, last) of a section in which a voice may be heard."""

    first: int
    last: int


class _Habit(NamedTuple):
    """How a voice comes and goes: its first bar at the earliest, phrases it waits then, stays, and rests."""

    first_bar: int
    waits: tuple[int, ...]
    stays: tuple[int, ...]
    rests: tuple[int, ...]
    in_last_phrase: bool


_HABITS: Final = {
    "bells": _Habit(6, (0, 0, 1), (4, 6, 8), (1,), True),
    "percussion": _Habit(16, (0, 0, 1, 2), (4, 5, 6, 7), (1,), False),
}
_ORDERS: Final = tuple(permutations(_HABITS))
_OSTINATO_FROM_BAR: Final = 12
_OSTINATO_WAITS: Final = (1, 2)
"""Phrases that the ostinato leaves to the lead before it enters; the fewest in a section's beginning."""
_CLEARING_AT: Final = 0.62
_SHORTEST: Final = 2
"""Phrases that are left for an appearance at least; where fewer are left, it waits."""


def rests_lead(phrase: int) -> bool:
    """Say whether a phrase of a section is one without a lead."""
    return phrase % LEAD_REST == LEAD_REST - 1


def clearing(phrases: int) -> int:
    """Return the phrase of a section in which only the bed plays: the lead's rest nearest to 0.62 of it."""
    rests = [phrase for phrase in range(phrases - 1) if rests_lead(phrase)]
    return min(rests, key=lambda phrase: abs(phrase - _CLEARING_AT * phrases))


def arrangement(
    seed: int, section: int, structure: Structure, phrases: int
) -> Mapping[str, tuple[Appearance, ...]]:
    """Return the appearances of each voice; no two enter at one phrase's beginning, whoever comes first."""
    wanted = {"bells": True, "percussion": structure.preset.percussion}
    entered = {phrase for phrase in range(phrases) if phrase % LEAD_REST == 0}
    found = {"ostinato": _standing_in(seed, section, phrases) if structure.preset.ostinato else ()}
    entered.update(a.first // PHRASE_BARS for a in found["ostinato"] if a.first % PHRASE_BARS == 0)
    for voice in Stream(seed, "arrangement", section).choice(_ORDERS):
        stream = Stream(seed, "appearances", section, voice)
        found[voice] = _appearances(stream, _HABITS[voice], phrases, entered) if wanted[voice] else ()
    return MappingProxyType(found)


def _standing_in(seed: int, section: int, phrases: int) -> tuple[Appearance, ...]:
    """Return the ostinato's appearances: it enters under the lead, and stays while the lead rests.

    So it has three or four of each five phrases, and no stretch of a section goes long without piano. It
    enters sooner where it must leave sooner, and not at all where it could not stay for two phrases.
    """
    stream = Stream(seed, "appearances", section, "ostinato")
    bare, out = clearing(phrases), []
    for returns in range(0, phrases, LEAD_REST):
        wanted = returns + (stream.choice(_OSTINATO_WAITS) if returns else _OSTINATO_WAITS[0])
        last = min(returns + LEAD_REST - (bare == returns + LEAD_REST - 1), phrases - 1)
        first = min(wanted, last - _SHORTEST)
        if first > returns:
            out.append(Appearance(max(_OSTINATO_FROM_BAR, first * PHRASE_BARS), last * PHRASE_BARS))
    return tuple(out)


def _appearances(stream: Stream, habit: _Habit, phrases: int, entered: set[int]) -> tuple[Appearance, ...]:
    """Draw a voice's appearances, adding to the phrases at whose beginning some voice has entered."""
    bare, end = clearing(phrases), phrases if habit.in_last_phrase else phrases - 1
    out: list[Appearance] = []
    phrase = habit.first_bar // PHRASE_BARS + stream.choice(habit.waits)
    while phrase < end:
        bar = max(phrase * PHRASE_BARS, habit.first_bar)
        limit = bare if phrase < bare else end
        if phrase == bare or limit - phrase < _SHORTEST or (bar % PHRASE_BARS == 0 and phrase in entered):
            phrase += 1
            continue
        last = min(phrase + stream.choice(habit.stays), limit)
        if bar % PHRASE_BARS == 0:
            entered.add(phrase)
        out.append(Appearance(bar, last * PHRASE_BARS))
        phrase = last + stream.choice(habit.rests)
    return tuple(out)
