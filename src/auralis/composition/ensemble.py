"""All composers together: every layer of a phrase over one harmony."""

from functools import lru_cache

from auralis.composition import composers
from auralis.composition.composer import Composer
from auralis.composition.context import MusicalContext
from auralis.composition.form import phrase_count
from auralis.composition.performance import effective_intensity
from auralis.composition.phrase import PHRASE_BARS, Phrase, Place
from auralis.composition.satisfaction import satisfied
from auralis.composition.scoring import phrase_of
from auralis.composition.section import plan_at
from auralis.core.catalogue import catalogue


@lru_cache(maxsize=1)
def players() -> tuple[Composer, ...]:
    """Return every composer there is, by file name."""
    return tuple(catalogue(composers, Composer, "COMPOSER").values())


def compose(context: MusicalContext, place: Place, seed: int) -> Phrase:
    """Return the phrase at a place with the notes of all layers; `InvalidValue` past the section.

    Pure: the same three arguments give the same phrase in any order, process or machine.
    """
    played = satisfied(context)
    notes = [note for player in players() for note in player.compose(played, place, seed).notes]
    return phrase_of(plan_at(context, place, seed), place, notes)


def phrases_in(context: MusicalContext, section: int, seed: int) -> int:
    """Return how many eight-bar phrases a section has: as many as last 8 to 15 minutes."""
    return phrase_count(seed, section, context.structure)


def energy(context: MusicalContext, place: Place, seed: int, bar: float = 0.0) -> float:
    """Return the section's energy, 0-1, at a bar (0-8) of the phrase at a place."""
    found = plan_at(context, place, seed)
    return found.energy(place.phrase * PHRASE_BARS + bar)


def intensity(context: MusicalContext, place: Place, seed: int, bar: float = 0.0) -> float:
    """Return the intensity, 0-1, that a bar (0-8) of the phrase at a place is played with."""
    found = plan_at(context, place, seed)
    return effective_intensity(context, found, place.phrase * PHRASE_BARS + bar)
