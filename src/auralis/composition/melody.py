"""The lead line of a section: motifs laid over its chords, with silence between them.

The line is written whole for a section; intensity and density later choose which of its notes
sound and never move one. The first and last note of a motif sound whenever its slot does, so its
outline survives; inner notes drop out one by one.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from auralis.composition.arrangement import rests_lead
from auralis.composition.context import Structure
from auralis.composition.motifs import Motif, Slot, identity_of, memory, varied
from auralis.composition.phrase import PHRASE_BARS
from auralis.composition.realisation import SLOT_BARS, Brief, LeadNote, realised
from auralis.composition.section import SectionPlan, plan
from auralis.core.randomness import Stream

SLOTS: Final = PHRASE_BARS // SLOT_BARS
_SLOW_BPM: Final = 45.0
_BUSY_BAR_SECONDS: Final = 3.4
_HIGHER: Final = (0, 3, -3, 5, -5, 0)
"""Semitones by which each try at a phrase lies higher than the first."""
_TRIES: Final = len(_HIGHER)
_CHORD_TONES_PERCENT: Final = 70
_FARTHEST: Final = 6
"""Semitones from one motif's last note within which the next is placed."""
_SHIFTS: Final = {"higher": 4, "lower": -4}
_ENDS_BETWEEN_CHROMATICS: Final = 24
_CHROMATIC_EAGERNESS: Final = 2.5


@dataclass(frozen=True, slots=True)
class _Line:
    """Where the line has come to: its last pitch, and the motif ends heard since a chromatic note."""

    pitch: int
    ends: int


def widest(structure: Structure) -> float:
    """Return the gate up to which slots are played at most: bars under 3.4 s open fewer of them."""
    return min(1.0, structure.bar_seconds / _BUSY_BAR_SECONDS)


def openness(plan: SectionPlan, bar: int) -> float:
    """Return the gate up to which slots at a bar are played at the preset's own intensity.

    It follows the section's energy; bars under 3.4 s open fewer slots, not more notes a minute.
    """
    return plan.structure.preset.play * widest(plan.structure) * (0.75 + 0.3 * plan.energy(bar))


@lru_cache(maxsize=64)
def lead_line(seed: int, section: int, structure: Structure) -> tuple[tuple[LeadNote, ...], ...]:
    """Return every note the lead may play in a section, phrase by phrase.

    A phrase with too few chord tones is written again, somewhat higher or lower, from the next
    sub-seed; the last of them is made of chord tones alone.
    """
    planned = plan(seed, section, structure)
    line = _Line(structure.preset.lead_centre, 0)
    out = []
    for phrase in range(planned.phrases):
        notes, line = next(
            (notes, reached)
            for notes, reached in (_phrase(planned, seed, phrase, k, line) for k in range(_TRIES))
            if _is_consonant(planned, notes)
        )
        out.append(notes)
    return tuple(out)


def _phrase(
    planned: SectionPlan, seed: int, phrase: int, sub_seed: int, line: _Line
) -> tuple[tuple[LeadNote, ...], _Line]:
    structure = planned.structure
    remembered = memory(seed, structure.meter)
    slots = remembered.identities[identity_of(seed, planned.section, phrase)]
    notes: list[LeadNote] = []
    for position, slot in enumerate(slots):
        if _rests(phrase, position):
            continue
        bar = phrase * PHRASE_BARS + position * SLOT_BARS
        stream = Stream(seed, "lead", planned.section, phrase, position, sub_seed)
        motif = varied(remembered.motifs[slot.motif], slot.variant, structure.bpm < _SLOW_BPM)
        brief = _brief(planned, slot, motif, bar, sub_seed, line)
        written = realised(planned, motif, brief, stream)
        notes += written
        if slot.gate <= openness(planned, bar):
            line = _Line(written[-1].pitch, line.ends + 2)
        if any(note.is_chromatic for note in written):
            line = _Line(line.pitch, 0)
    return tuple(notes), line


def _brief(planned: SectionPlan, slot: Slot, motif: Motif, bar: int, sub_seed: int, line: _Line) -> Brief:
    """Begin near the last pitch, half way home, and lower for a motif that rises."""
    preset = planned.structure.preset
    homeward = (preset.lead_centre - line.pitch) // 2 - motif[-1].offset
    shift = homeward + _SHIFTS.get(slot.variant, 0) + _HIGHER[sub_seed]
    strict = sub_seed == _TRIES - 1
    due = line.ends >= _ENDS_BETWEEN_CHROMATICS and not strict
    return Brief(
        bar=bar,
        wanted=line.pitch + max(-_FARTHEST, min(_FARTHEST, shift)),
        gate=slot.gate,
        chromatic=_CHROMATIC_EAGERNESS * preset.chromatic if due else 0.0,
        strict=strict,
    )


def _rests(phrase: int, position: int) -> bool:
    """Say whether a slot is silent: the section's first, every second phrase's last, every fifth phrase."""
    opening = phrase == 0 and position == 0
    return opening or (phrase % 2 == 1 and position == SLOTS - 1) or rests_lead(phrase)


def _is_consonant(planned: SectionPlan, notes: tuple[LeadNote, ...]) -> bool:
    """Say whether enough are chord tones, of all notes and of those the preset's own intensity plays."""
    heard = [note for note in notes if note.gate <= openness(planned, note.bar // SLOT_BARS * SLOT_BARS)]
    return all(
        100 * sum(note.is_chord_tone for note in some) >= _CHORD_TONES_PERCENT * len(some)
        for some in (notes, heard)
    )
