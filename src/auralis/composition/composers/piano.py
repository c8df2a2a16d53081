"""The piano: a lead of two motifs, a left hand under new chords, and at times an ostinato."""

from auralis.composition.arrangement import clearing
from auralis.composition.composer import Composer
from auralis.composition.context import MusicalContext
from auralis.composition.melody import lead_line, openness, widest
from auralis.composition.ostinato import ostinato
from auralis.composition.performance import effective_intensity, intensity_at, ticks_of, velocity
from auralis.composition.phrase import PHRASE_BARS, Phrase, Place, ScoreNote
from auralis.composition.realisation import SLOT_BARS, LeadNote
from auralis.composition.scoring import phrase_of, span_within
from auralis.composition.section import SectionPlan, Voiced, plan_at
from auralis.core.randomness import Stream
from auralis.theory.voice_leading import lead

_LEFT_RANGE = (48, 67)
_LEFT_VOICES = 3
_LEFT_FROM_BAR = 4
_LEFT_MOST = 0.65
_REST_BARS = 2
"""What the piano waits after a listener's change."""


class Piano(Composer):
    """Lead from the section's third bar, left hand from its fifth.

    Intensity and density open more slots and let more notes through; the notes that sound at less
    also sound at more, at the same ticks and pitches. Density 0 is silence.
    """

    layer = "piano"

    def compose(self, context: MusicalContext, place: Place, seed: int) -> Phrase:
        """Return the piano's phrase."""
        plan = plan_at(context, place, seed)
        notes = self._lead(context, plan, place, seed)
        for chord in plan.by_phrase[place.phrase]:
            if chord.cell.bar >= max(_LEFT_FROM_BAR, place.phrase * PHRASE_BARS):
                notes += self._left(context, plan, place, chord, seed)
        notes += ostinato(context, plan, place.phrase, self._density(context), self.layer)
        return phrase_of(plan, place, notes)

    def _lead(self, context: MusicalContext, plan: SectionPlan, place: Place, seed: int) -> list[ScoreNote]:
        line = lead_line(seed, place.section, plan.structure)[place.phrase]
        return [
            ScoreNote(note.tick, note.ticks, self.layer, "lead", note.pitch, _lead_touch(context, plan, note))
            for note in line
            if not plan.rests(note.bar, _REST_BARS) and self._sounds(context, plan, note)
        ]

    def _sounds(self, context: MusicalContext, plan: SectionPlan, note: LeadNote) -> bool:
        density = self._density(context)
        keen = 1.0 + 0.8 * (intensity_at(context, plan, note.bar) - plan.structure.preset.intensity)
        wide = openness(plan, note.bar // SLOT_BARS * SLOT_BARS) * keen * density
        if note.gate > min(wide, widest(plan.structure)):
            return False
        e = effective_intensity(context, plan, note.bar)
        return note.luck < (0.5 + 0.3 * min(1.0, 1.3 * e)) * density

    def _left(
        self, context: MusicalContext, plan: SectionPlan, place: Place, chord: Voiced, seed: int
    ) -> list[ScoreNote]:
        """Return a rolled dyad or triad where a chord arrives, or nothing."""
        stream = Stream(seed, "left", plan.section, chord.cell.bar)
        e = effective_intensity(context, plan, chord.cell.bar)
        rests = place.phrase == clearing(plan.phrases) or plan.rests(chord.cell.bar, _REST_BARS)
        if rests or stream.uniform() >= min(_LEFT_MOST, (0.25 + 0.6 * e) * self._density(context)):
            return []
        pitches = lead(chord.cell.pitch_classes, span=_LEFT_RANGE, voices=_LEFT_VOICES)[
            : stream.choice((2, 3))
        ]
        start, _ = span_within(plan, place, chord)
        length = chord.cell.bars * context.bar_ticks * 4 // 5
        cap = plan.structure.preset.velocity_cap
        late, notes = 30.0, []
        for pitch in pitches:
            touch = velocity(20.0 + 18.0 * e + stream.gauss(2.0), cap)
            tick = start + ticks_of(late, context.bpm)
            notes.append(ScoreNote(tick, length, self.layer, "left", pitch, touch))
            late += 50.0 + 50.0 * stream.uniform()
        return notes

    def _density(self, context: MusicalContext) -> float:
        return context.density * context.layer(self.layer).density


def _lead_touch(context: MusicalContext, plan: SectionPlan, note: LeadNote) -> int:
    e = effective_intensity(context, plan, note.bar)
    return velocity(34.0 + 36.0 * e + note.touch, plan.structure.preset.velocity_cap)


COMPOSER = Piano()
