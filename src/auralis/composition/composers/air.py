"""The air: breaths that overlap without end, and now and then something that passes by."""

from collections.abc import Iterator
from typing import Final

from auralis.composition.composer import Composer
from auralis.composition.context import MusicalContext
from auralis.composition.loops import Loop, passes
from auralis.composition.performance import effective_intensity, ticks_of, velocity
from auralis.composition.phrase import PHRASE_BARS, Phrase, Place, ScoreNote
from auralis.composition.scoring import phrase_of
from auralis.composition.section import SectionPlan, plan_at
from auralis.core.randomness import Stream
from auralis.theory.pitches import nearest, pitches_within

_BREATHS: Final = ((0, 2, 4), (0, 2, 5), (0, 3, 5), (0, 3, 6), (0, 4, 6))
"""The bars of a phrase at which a breath begins; it lasts a bar into the next one."""
_TEXTURE_RANGE: Final = (55, 72)
_EVENT_RANGE: Final = (72, 96)
_LOOPS: Final = (Loop(37.25, 0, 76), Loop(53.75, 2, 88))
_EVENT_MS: Final = (4000.0, 9000.0)
_MOST: Final = 0.9


class Air(Composer):
    """Textures always, events by intensity and density; density 0 is silence.

    A note's pitch is the chord tone round which its noise gathers.
    """

    layer = "air"

    def compose(self, context: MusicalContext, place: Place, seed: int) -> Phrase:
        """Return the air's phrase."""
        plan = plan_at(context, place, seed)
        if context.layer(self.layer).density <= 0.0:
            return phrase_of(plan, place, ())
        return phrase_of(
            plan, place, [*self._breaths(context, plan, place), *self._events(context, plan, place)]
        )

    def _breaths(self, context: MusicalContext, plan: SectionPlan, place: Place) -> Iterator[ScoreNote]:
        stream = Stream(plan.seed, self.layer, plan.section, place.phrase)
        begins = stream.choice(_BREATHS)
        for start, following in zip(begins, (*begins[1:], PHRASE_BARS - 1), strict=True):
            bar = place.phrase * PHRASE_BARS + start
            chord = plan.at(bar).cell.pitch_classes
            pitch = stream.choice(pitches_within((chord[0], chord[-1]), *_TEXTURE_RANGE))
            wanted = 30.0 + 24.0 * effective_intensity(context, plan, bar) + 12.0 * plan.energy(bar)
            touch = velocity(wanted + stream.gauss(3.0), plan.structure.preset.velocity_cap)
            ticks = (following + 1 - start) * plan.structure.bar_ticks
            tick = start * plan.structure.bar_ticks
            yield ScoreNote(tick, ticks, self.layer, "texture", pitch, touch)

    def _events(self, context: MusicalContext, plan: SectionPlan, place: Place) -> Iterator[ScoreNote]:
        density = context.density * context.layer(self.layer).density
        for number, loop in enumerate(_LOOPS):
            path = (plan.seed, "events", plan.section, number)
            for passed in passes(loop, path, plan, place.phrase):
                stream = Stream(*path, passed.number)
                e = effective_intensity(context, plan, passed.bar)
                if stream.uniform() < min(_MOST, (0.2 + 0.7 * e) * density):
                    yield self._event(plan, loop, passed.tick, passed.bar, e, stream)

    def _event(
        self, plan: SectionPlan, loop: Loop, tick: int, bar: float, e: float, stream: Stream
    ) -> ScoreNote:
        structure = plan.structure
        tones = plan.at(bar).cell.pitch_classes
        wanted = tones[min(loop.function, len(tones) - 1)]
        shortest, longest = _EVENT_MS
        ticks = ticks_of(shortest + (longest - shortest) * stream.uniform(), structure.bpm)
        touch = velocity(24.0 + 22.0 * e + stream.gauss(4.0), structure.preset.velocity_cap)
        pitch = nearest(loop.centre, pitches_within((wanted,), *_EVENT_RANGE))
        return ScoreNote(tick, min(ticks, plan.phrase_ticks - tick), self.layer, "event", pitch, touch)


COMPOSER = Air()
