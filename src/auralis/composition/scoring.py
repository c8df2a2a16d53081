"""Making a phrase: the section's chords cut to it, with the notes a composer wrote and the motifs in them."""

from collections.abc import Iterable, Sequence
from typing import Final

from auralis.composition.annotation import annotated, phrase_reason
from auralis.composition.motifs import identity_of, memory
from auralis.composition.phrase import PHRASE_BARS, Chord, Phrase, Place, ScoreNote, Statement
from auralis.composition.realisation import SLOT_BARS
from auralis.composition.section import SectionPlan, Voiced
from auralis.core.units import Tick

_EARLIEST: Final = 300
"""Ticks by which a hand is early at most, at 200 bpm."""


def phrase_of(plan: SectionPlan, place: Place, notes: Iterable[ScoreNote]) -> Phrase:
    """Return the phrase at a place with these notes, sorted."""
    inside = plan.by_phrase[place.phrase]
    ordered = tuple(sorted(notes))
    motifs = _statements(plan, place.phrase, [note for note in ordered if note.voice == "lead"])
    return Phrase(
        section=place.section,
        index=place.phrase,
        key=inside[0].cell.key.name,
        ticks=plan.phrase_ticks,
        chords=tuple(_chord(plan, place, chord) for chord in inside),
        notes=ordered,
        motifs=motifs,
        reason=phrase_reason(plan, place.phrase, motifs),
    )


def span_within(plan: SectionPlan, place: Place, chord: Voiced) -> tuple[Tick, Tick]:
    """Return the ticks, first and one past the last, at which a chord sounds within a phrase."""
    bar = plan.structure.bar_ticks
    start = (chord.cell.bar - place.phrase * PHRASE_BARS) * bar
    return max(0, start), min(plan.phrase_ticks, start + chord.cell.bars * bar)


def _chord(plan: SectionPlan, place: Place, chord: Voiced) -> Chord:
    start, end = span_within(plan, place, chord)
    return annotated(chord.cell, start, end - start)


def _statements(plan: SectionPlan, phrase: int, lead: Sequence[ScoreNote]) -> tuple[Statement, ...]:
    """Return the motifs that sound, from their first note's onset until their last note ends."""
    structure = plan.structure
    slots = memory(plan.seed, structure.meter).identities[identity_of(plan.seed, plan.section, phrase)]
    found = []
    for position, slot in enumerate(slots):
        since = position * SLOT_BARS * structure.bar_ticks - _EARLIEST
        until = since + SLOT_BARS * structure.bar_ticks
        said = [note for note in lead if since <= note.tick < until]
        if said:
            end = max(note.tick + note.ticks for note in said)
            tick = said[0].tick
            found.append(Statement(tick, end - tick, "AB"[slot.motif], slot.variant))
    return tuple(found)
