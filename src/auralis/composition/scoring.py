"""Making a phrase: the section's chords cut to it, with the notes a composer wrote and the motifs in them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from auralis.composition.annotation import annotated, phrase_reason
from auralis.composition.context import Structure
from auralis.composition.motifs import identity_of, memory
from auralis.composition.phrase import PHRASE_BARS, Chord, Phrase, Place, ScoreNote, Statement
from auralis.composition.realisation import SLOT_BARS
from auralis.composition.section import SectionPlan, Voiced, plan
from auralis.core.units import Tick

_EARLIEST: Final = 300
"""Ticks by which a hand is early at most, at 200 bpm."""


def phrase_of(plan: SectionPlan, place: Place, notes: Iterable[ScoreNote]) -> Phrase:
    """Return the phrase at a place with these notes, sorted."""
    ordered = tuple(sorted(notes))
    motifs = _statements(plan, place.phrase, [note for note in ordered if note.voice == "lead"])
    return Phrase(
        section=place.section,
        index=place.phrase,
        key=plan.by_phrase[place.phrase][0].cell.key.name,
        ticks=plan.phrase_ticks,
        chords=_chords(plan.seed, place, plan.structure),
        notes=ordered,
        motifs=motifs,
        reason=phrase_reason(plan, place.phrase, motifs),
    )


def span_within(plan: SectionPlan, place: Place, chord: Voiced) -> tuple[Tick, Tick]:
    """Return the ticks, first and one past the last, at which a chord sounds within a phrase."""
    bar = plan.structure.bar_ticks
    start = (chord.cell.bar - place.phrase * PHRASE_BARS) * bar
    return max(0, start), min(plan.phrase_ticks, start + chord.cell.bars * bar)


@lru_cache(maxsize=64)
def _chords(seed: int, place: Place, structure: Structure) -> tuple[Chord, ...]:
    """Return the chords of a phrase; every composer of it asks for them."""
    planned = plan(seed, place.section, structure, place.arrival)
    spans = ((chord.cell, *span_within(planned, place, chord)) for chord in planned.by_phrase[place.phrase])
    return tuple(annotated(cell, start, end - start) for cell, start, end in spans)


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
