"""The percussion: a heartbeat on one, a shaker round every fifth step, a tick of wood round every seventh."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from auralis.composition.arrangement import Appearance
from auralis.composition.composer import Composer
from auralis.composition.context import MusicalContext
from auralis.composition.performance import appears, effective_intensity, stride, ticks_of, velocity
from auralis.composition.phrase import PHRASE_BARS, Phrase, Place, ScoreNote
from auralis.composition.scoring import phrase_of
from auralis.composition.section import SectionPlan, plan_at
from auralis.core.randomness import Stream
from auralis.core.units import Tick

_EIGHTH: Final = 480
_REST_BARS: Final = 4
_FADE_BARS: Final = 8
_MOST: Final = 0.95


class _Part(NamedTuple):
    """A voice that may sound at steps `phase`, `phase + cycle`, ... with a probability.

    Pitches are General MIDI's for the drum. `touch` is a stroke's velocity, what full intensity adds
    to it, and what luck adds at most.
    """

    voice: str
    pitches: tuple[int, ...]
    cycle: int
    phase: int
    likely: float
    touch: tuple[float, float, float]
    late_ms: float
    timing_ms: float
    ring_ms: float


_HEART: Final = _Part("heart", (36,), 0, 0, 0.85, (46.0, 20.0, 6.0), 0.0, 4.0, 300.0)
_OTHERS: Final = (
    _Part("shaker", (70,), 5, 0, 0.55, (30.0, 4.0, 14.0), 12.0, 6.0, 200.0),
    _Part("wood", (76, 77), 7, 3, 0.35, (26.0, 4.0, 16.0), 0.0, 6.0, 200.0),
)


class Percussion(Composer):
    """Soft patterns of five and seven against the bar, in the presets that have any.

    They fade in over eight bars. Density and intensity let more strokes through.
    """

    layer = "percussion"

    def compose(self, context: MusicalContext, place: Place, seed: int) -> Phrase:
        """Return the percussion's phrase."""
        plan = plan_at(context, place, seed)
        notes = self._strokes(context, plan, place) if plan.appearances[self.layer] else ()
        return phrase_of(plan, place, notes)

    def _strokes(self, context: MusicalContext, plan: SectionPlan, place: Place) -> Iterator[ScoreNote]:
        steps = plan.structure.bar_ticks // (_EIGHTH * stride(plan.structure))
        for bar in range(place.phrase * PHRASE_BARS, (place.phrase + 1) * PHRASE_BARS):
            appearance = appears(context, plan, self.layer, bar)
            if appearance is None or plan.rests(bar, _REST_BARS):
                continue
            for step in range(steps):
                for part in _due(bar * steps + step, step):
                    tick = (bar % PHRASE_BARS * steps + step) * (plan.structure.bar_ticks // steps)
                    yield from self._stroke(context, plan, part, tick, bar, appearance)

    def _stroke(
        self,
        context: MusicalContext,
        plan: SectionPlan,
        part: _Part,
        tick: Tick,
        bar: int,
        appearance: Appearance,
    ) -> Iterator[ScoreNote]:
        """Yield a stroke, if it is let through."""
        stream = Stream(plan.seed, part.voice, plan.section, bar, tick)
        bpm, e = plan.structure.bpm, effective_intensity(context, plan, bar)
        keen = (0.6 + 0.8 * e) * context.density * context.layer(self.layer).density
        if stream.uniform() >= min(_MOST, part.likely * keen):
            return
        late = ticks_of(max(0.0, part.late_ms + stream.gauss(part.timing_ms)), bpm)
        touch, firm, loose = part.touch
        wanted = touch + firm * e + loose * stream.uniform()
        fade = _faded(plan, bar, appearance)
        yield ScoreNote(
            tick=tick + late,
            ticks=ticks_of(part.ring_ms, bpm),
            layer=self.layer,
            voice=part.voice,
            pitch=stream.choice(part.pitches),
            velocity=velocity(fade * wanted, plan.structure.preset.velocity_cap),
        )


def _due(step: int, in_bar: int) -> Iterator[_Part]:
    """Yield the parts that have a stroke at a step, counted from the section's start and in its bar."""
    if in_bar == 0:
        yield _HEART
    for part in _OTHERS:
        if step % part.cycle == part.phase:
            yield part


def _faded(plan: SectionPlan, bar: int, appearance: Appearance) -> float:
    """Return how far a stroke has faded in, 0.25-1, since the percussion entered or came back."""
    since = float(bar - appearance.first)
    if (rested := plan.since_rest(bar)) is not None:
        since = min(since, rested - _REST_BARS)
    return min(1.0, 0.25 + since / _FADE_BARS)


COMPOSER = Percussion()
