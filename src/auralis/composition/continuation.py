"""Where the music goes on when a listener turns what decides form and harmony."""

from auralis.composition.arrival import Arrival
from auralis.composition.context import MusicalContext
from auralis.composition.form import phrase_count
from auralis.composition.phrase import PHRASE_BARS, Place
from auralis.composition.section import plan_at


def continued(before: MusicalContext, place: Place, bars: float, after: MusicalContext, seed: int) -> Place:
    """Return the place from which another context plays, `bars` (above 0, 8 at most) into a phrase.

    The form goes on where it is: a phrase that had hardly begun begins again, one that was half
    over gives way to the next; the last of a section, to the next section.
    """
    old = plan_at(before, place, seed)
    last_bar = place.phrase * PHRASE_BARS + int(-(-bars // 1)) - 1
    heard = old.at(last_bar)
    phrase = place.phrase + (2.0 * bars > PHRASE_BARS)
    phrases = phrase_count(seed, place.section, after.structure)
    section, phrase = place.section, (2 * phrase * phrases + old.phrases) // (2 * old.phrases)
    if phrase >= phrases - 1:
        section, phrase = section + 1, 0
    arrival = Arrival(
        phrase=phrase,
        key=heard.cell.key,
        pitch_classes=heard.cell.pitch_classes,
        voicing=heard.voicing,
        step=before.intensity - after.intensity,
    )
    return Place(section, phrase, arrival)
