"""The bass: one pitch held under everything the pad does."""

from auralis.composition.composer import Composer
from auralis.composition.context import MusicalContext
from auralis.composition.performance import effective_intensity, ticks_of, velocity
from auralis.composition.phrase import PHRASE_BARS, Phrase, Place, ScoreNote
from auralis.composition.scoring import phrase_of, span_within
from auralis.composition.section import SectionPlan, plan_at
from auralis.core.units import Tick

_AFTER_MS = 20.0
_REST_BARS = 1
"""What the bass waits after a listener's change."""


class Bass(Composer):
    """Holds the root, moves when it moves, and breathes at every phrase.

    Density thins nothing here but silences the layer at 0.
    """

    layer = "bass"

    def compose(self, context: MusicalContext, place: Place, seed: int) -> Phrase:
        """Return the bass's phrase."""
        plan = plan_at(context, place, seed)
        if context.layer(self.layer).density <= 0.0:
            return phrase_of(plan, place, ())
        notes = [self._note(context, plan, place, *held) for held in _held(plan, place)]
        return phrase_of(plan, place, notes)

    def _note(
        self, context: MusicalContext, plan: SectionPlan, place: Place, tick: Tick, end: Tick, pitch: int
    ) -> ScoreNote:
        bar = place.phrase * PHRASE_BARS + tick // context.bar_ticks
        touch = velocity(40.0 + 34.0 * effective_intensity(context, plan, bar) + 12.0 * plan.energy(bar))
        onset = tick + ticks_of(_AFTER_MS, context.bpm)
        return ScoreNote(onset, end - onset, self.layer, "bass", pitch, touch)


def _held(plan: SectionPlan, place: Place) -> list[tuple[Tick, Tick, int]]:
    """Return start, end and pitch of each bass note in a phrase; chords over one pedal are one note."""
    out: list[tuple[Tick, Tick, int]] = []
    for chord in plan.by_phrase[place.phrase]:
        start, end = span_within(plan, place, chord)
        if plan.rests(chord.cell.bar, _REST_BARS):
            start += _REST_BARS * plan.structure.bar_ticks
        if out and out[-1][2] == chord.bass:
            start = out.pop()[0]
        out.append((start, end, chord.bass))
    return out


COMPOSER = Bass()
