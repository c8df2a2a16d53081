"""The pad: four voices that move as little as the chords allow."""

from auralis.composition.arrangement import clearing
from auralis.composition.composer import Composer
from auralis.composition.context import MusicalContext
from auralis.composition.performance import effective_intensity, ticks_of, velocity
from auralis.composition.phrase import PHRASE_BARS, Phrase, Place, ScoreNote
from auralis.composition.realisation import SLOT_BARS
from auralis.composition.scoring import phrase_of, span_within
from auralis.composition.section import SectionPlan, Voiced, plan_at
from auralis.core.randomness import Stream
from auralis.core.units import Tick

_VOICES = 4


class Pad(Composer):
    """Holds common tones, strikes again only the voices that move, and breathes at every phrase.

    Density thins nothing here but silences the layer at 0: the bed has four voices or none.
    """

    layer = "pad"

    def compose(self, context: MusicalContext, place: Place, seed: int) -> Phrase:
        """Return the pad's phrase."""
        plan = plan_at(context, place, seed)
        if context.layer(self.layer).density <= 0.0:
            return phrase_of(plan, place, ())
        return phrase_of(plan, place, self._notes(context, plan, place, seed))

    def _notes(self, context: MusicalContext, plan: SectionPlan, place: Place, seed: int) -> list[ScoreNote]:
        notes: list[ScoreNote] = []
        chords = plan.by_phrase[place.phrase]
        attacks = [_attacks(plan, place, chord, seed) for chord in chords]
        for voice in range(_VOICES):
            struck = _struck(chords, voice)
            ends = [attacks[i][voice] for i in struck[1:]] + [plan.phrase_ticks + context.bar_ticks // 2]
            for i, end in zip(struck, ends, strict=True):
                tick, bar = (
                    attacks[i][voice],
                    place.phrase * PHRASE_BARS + attacks[i][voice] // context.bar_ticks,
                )
                touch = velocity(_touch(context, plan, bar) - 3.0 * (voice == _VOICES - 1))
                notes.append(ScoreNote(tick, end - tick, self.layer, "pad", chords[i].voicing[voice], touch))
        return notes


def _touch(context: MusicalContext, plan: SectionPlan, bar: int) -> float:
    """Return how firmly a bar is played: where only the bed is heard, the pad comes forward."""
    alone = bar < SLOT_BARS or bar // PHRASE_BARS == clearing(plan.phrases)
    firm = 34.0 + 26.0 * effective_intensity(context, plan, bar) + 24.0 * plan.energy(bar)
    return firm + plan.structure.preset.forward * alone


def _struck(chords: tuple[Voiced, ...], voice: int) -> list[int]:
    """Return which of a phrase's chords a voice strikes: the first, and each that gives it a new pitch."""
    pitches = [chord.voicing[voice] for chord in chords]
    return [i for i, pitch in enumerate(pitches) if i == 0 or pitch != pitches[i - 1]]


def _attacks(plan: SectionPlan, place: Place, chord: Voiced, seed: int) -> list[Tick]:
    """Return when each voice would strike a chord: 50-260 ms after its bar, the lower voices first."""
    start, _ = span_within(plan, place, chord)
    bar = place.phrase * PHRASE_BARS + start // plan.structure.bar_ticks
    stream = Stream(seed, "pad", plan.section, bar)
    bpm = plan.structure.bpm
    return [start + ticks_of(50.0 + 90.0 * stream.uniform() + 40.0 * voice, bpm) for voice in range(_VOICES)]


COMPOSER = Pad()
