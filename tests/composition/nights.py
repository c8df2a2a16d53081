"""Eight hours of a piece: where its phrases are, and which of them repeat another."""

from collections.abc import Callable, Hashable, Iterator

from auralis.composition import MusicalContext, Place, phrases_in
from auralis.composition.composer import Composer
from auralis.composition.ensemble import players
from auralis.composition.section import plan

SECONDS = 8 * 3600
_SIXTEENTH = 240
Night = list[Place]


def night(context: MusicalContext, seed: int) -> Night:
    """Return the places of eight hours' phrases, to the end of the last section."""
    out: Night = []
    section = 0
    while len(out) * 8 * context.structure.bar_seconds < SECONDS:
        out += [Place(section, phrase) for phrase in range(phrases_in(context, section, seed))]
        section += 1
    return out


def repeated(context: MusicalContext, seed: int) -> list[Night]:
    """Return groups of a night's phrases that are alike in every layer on the grid of sixteenths.

    Velocities and milliseconds make no difference. Phrases over other chords have another pad, so
    only those over the same ones are composed, layer by layer for as long as they are alike.
    """

    def chords(place: Place) -> Hashable:
        planned = plan(seed, place.section, context.structure)
        bars = range(8 * place.phrase, 8 * place.phrase + 8)
        return tuple((planned.at(bar).voicing, planned.at(bar).bass) for bar in bars)

    def notes(player: Composer) -> Callable[[Place], Hashable]:
        return lambda place: frozenset(
            (round(note.tick / _SIXTEENTH), note.pitch) for note in player.compose(context, place, seed).notes
        )

    alike = list(_divided([night(context, seed)], chords))
    for player in players():
        alike = list(_divided(alike, notes(player)))
    return alike


def _divided(groups: list[Night], feature: Callable[[Place], Hashable]) -> Iterator[Night]:
    """Yield the parts of groups that share a feature, those of two phrases or more."""
    for group in groups:
        parts: dict[Hashable, Night] = {}
        for place in group:
            parts.setdefault(feature(place), []).append(place)
        yield from (part for part in parts.values() if len(part) > 1)
