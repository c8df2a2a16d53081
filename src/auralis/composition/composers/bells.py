"""The bells: three loops that never line up, struck on tones of whatever chord sounds."""

from collections.abc import Iterator
from typing import Final

from auralis.composition.composer import Composer
from auralis.composition.context import MusicalContext
from auralis.composition.loops import Loop, passes
from auralis.composition.performance import appears, effective_intensity, ticks_of, velocity
from auralis.composition.phrase import Phrase, Place, ScoreNote
from auralis.composition.scoring import phrase_of
from auralis.composition.section import SectionPlan, Voiced, plan_at
from auralis.core.randomness import Stream
from auralis.theory.pitches import nearest, pitches_within

_LOOPS: Final = (Loop(17.25, 2, 84), Loop(23.5, 1, 79), Loop(29.75, 0, 74))
"""Loops with the chord function each strikes (0 root, 1 third, 2 fifth) and the pitch it strikes near."""
_RANGE: Final = (72, 92)
_RING_MS: Final = 6000.0
_TIMING_MS: Final = 20.0
_REST_BARS: Final = 2
_MOST: Final = 0.95


class Bells(Composer):
    """Strikes while the bells appear; intensity and density let more of the strokes through.

    A stroke that rings into the next chord takes a tone of both, where they share one.
    """

    layer = "bells"

    def compose(self, context: MusicalContext, place: Place, seed: int) -> Phrase:
        """Return the bells' phrase."""
        plan = plan_at(context, place, seed)
        return phrase_of(plan, place, self._strokes(context, plan, place))

    def _strokes(self, context: MusicalContext, plan: SectionPlan, place: Place) -> Iterator[ScoreNote]:
        density = context.density * context.layer(self.layer).density
        for number, loop in enumerate(_LOOPS):
            path = (plan.seed, self.layer, plan.section, number)
            for passed in passes(loop, path, plan, place.phrase):
                if plan.rests(passed.bar, _REST_BARS) or not appears(context, plan, self.layer, passed.bar):
                    continue
                stream = Stream(*path, passed.number)
                e = effective_intensity(context, plan, passed.bar)
                if stream.uniform() < min(_MOST, (0.35 + e) * density):
                    yield self._stroke(plan, loop, passed.tick, passed.bar, e, stream)

    def _stroke(
        self, plan: SectionPlan, loop: Loop, tick: int, bar: float, e: float, stream: Stream
    ) -> ScoreNote:
        structure = plan.structure
        wanted = _tone(plan, loop.function, bar)
        late = ticks_of(abs(stream.gauss(_TIMING_MS)), structure.bpm)
        touch = 34.0 + 30.0 * e + stream.gauss(5.0)
        return ScoreNote(
            tick=min(tick + late, plan.phrase_ticks - 1),
            ticks=ticks_of(_RING_MS, structure.bpm),
            layer=self.layer,
            voice="bell",
            pitch=nearest(loop.centre, pitches_within((wanted,), *_RANGE)),
            velocity=velocity(touch, structure.preset.velocity_cap),
        )


def _tone(plan: SectionPlan, function: int, bar: float) -> int:
    """Return the pitch class of a chord function at a bar, or of another that the next chord shares."""
    here = plan.at(bar)
    tones = here.cell.pitch_classes
    own = tones[min(function, len(tones) - 1)]
    after = _soon(plan, here, bar)
    if after is None or own in after.cell.pitch_classes:
        return own
    return next((tone for tone in tones if tone in after.cell.pitch_classes), own)


def _soon(plan: SectionPlan, here: Voiced, bar: float) -> Voiced | None:
    """Return the chord that comes before a stroke has rung out, if one does."""
    end = here.cell.bar + here.cell.bars
    rings = (end - bar) * plan.structure.bar_seconds < _RING_MS / 1000.0
    return plan.at(end) if rings and end < plan.chords[-1].cell.bar + plan.chords[-1].cell.bars else None


COMPOSER = Bells()
