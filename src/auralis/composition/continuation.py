"""Where the music goes on when a listener turns what decides form and harmony."""

from math import ceil

from auralis.composition.arrival import Arrival
from auralis.composition.context import MusicalContext
from auralis.composition.form import phrase_count, section_key
from auralis.composition.phrase import PHRASE_BARS, Place
from auralis.composition.section import sounding


def continued(before: MusicalContext, place: Place, bars: float, after: MusicalContext, seed: int) -> Place:
    """Return the place from which another context plays, `bars` (above 0, 8 at most) into a phrase.

    The form goes on where it is: a phrase that had hardly begun begins again, one that was half
    over gives way to the next; the last of a section, to the next section.
    """
    last_bar = place.phrase * PHRASE_BARS + ceil(bars) - 1
    cell, voicing = sounding(seed, place, before.structure, last_bar)
    section, phrase = place.section, place.phrase + (2.0 * bars > PHRASE_BARS)
    old, new = (phrase_count(seed, section, context.structure) for context in (before, after))
    phrase = (2 * phrase * new + old) // (2 * old)
    if phrase >= new - 1:
        section, phrase = section + 1, 0
    arrival = Arrival(
        phrase=phrase,
        key=cell.key,
        pitch_classes=cell.pitch_classes,
        voicing=voicing,
        step=before.intensity - after.intensity,
        rests=_sets_apart(before, after) or cell.key != section_key(seed, section, after.structure),
    )
    return Place(section, phrase, arrival)


def _sets_apart(before: MusicalContext, after: MusicalContext) -> bool:
    return (before.preset, before.bpm, before.meter) != (after.preset, after.bpm, after.meter)
