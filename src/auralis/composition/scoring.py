"""Making a phrase: the section's chords cut to it, with the notes a composer wrote."""

from collections.abc import Iterable

from auralis.composition.annotation import annotated
from auralis.composition.phrase import PHRASE_BARS, Chord, Phrase, Place, ScoreNote
from auralis.composition.section import SectionPlan, Voiced
from auralis.core.units import Tick


def phrase_of(plan: SectionPlan, place: Place, notes: Iterable[ScoreNote]) -> Phrase:
    """Return the phrase at a place with these notes, sorted."""
    inside = plan.by_phrase[place.phrase]
    chords = tuple(_chord(plan, place, chord) for chord in inside)
    key = inside[0].cell.key.name
    return Phrase(place.section, place.phrase, key, plan.phrase_ticks, chords, tuple(sorted(notes)))


def span_within(plan: SectionPlan, place: Place, chord: Voiced) -> tuple[Tick, Tick]:
    """Return the ticks, first and one past the last, at which a chord sounds within a phrase."""
    bar = plan.structure.bar_ticks
    start = (chord.cell.bar - place.phrase * PHRASE_BARS) * bar
    return max(0, start), min(plan.phrase_ticks, start + chord.cell.bars * bar)


def _chord(plan: SectionPlan, place: Place, chord: Voiced) -> Chord:
    start, end = span_within(plan, place, chord)
    return annotated(chord.cell, start, end - start)
