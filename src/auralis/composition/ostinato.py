"""The ostinato: a figure of five whispered under bars of four, in chord tones of the middle register."""

from collections.abc import Iterator
from typing import Final

from auralis.composition.context import MusicalContext
from auralis.composition.performance import appears, effective_intensity, stride, ticks_of, velocity
from auralis.composition.phrase import PHRASE_BARS, ScoreNote
from auralis.composition.section import SectionPlan
from auralis.core.randomness import Stream
from auralis.theory.pitches import pitches_within

_RANGE: Final = (57, 76)
_FIGURES: Final = ((0, 2, 1, 4, 3), (0, 1, 3, 2, 4), (2, 0, 3, 1, 4), (0, 3, 1, 4, 2))
_BEATS: Final = {"4/4": (4, 960), "3/4": (3, 960), "6/8": (2, 1440)}
"""Beats in a bar, and the ticks of each."""
_RING_MS: Final = 3500.0
_REST_BARS: Final = 2
_MOST: Final = 0.45


def ostinato(
    context: MusicalContext, plan: SectionPlan, phrase: int, density: float, layer: str
) -> Iterator[ScoreNote]:
    """Yield the figure's notes in a phrase of a section: off the beat, more of them the more happens."""
    if not plan.appearances["ostinato"]:
        return
    beats, ticks = _BEATS[plan.structure.meter]
    figure = Stream(plan.seed, "ostinato").choice(_FIGURES)
    step = stride(plan.structure)
    first = phrase * PHRASE_BARS * beats
    for beat in range(first, first + PHRASE_BARS * beats):
        bar = beat // beats
        if beat % step or plan.rests(bar, _REST_BARS) or not appears(context, plan, "ostinato", bar):
            continue
        stream = Stream(plan.seed, "ostinato", plan.section, beat)
        e = effective_intensity(context, plan, bar)
        if stream.uniform() >= min(_MOST, (0.22 + 0.5 * e) * density):
            continue
        tones = pitches_within(plan.at(bar).cell.pitch_classes, *_RANGE)
        late = ticks_of(stream.gauss(plan.structure.preset.timing_ms), plan.structure.bpm)
        yield ScoreNote(
            tick=(beat - first) * ticks + step * ticks // 2 + late,
            ticks=ticks_of(_RING_MS, plan.structure.bpm),
            layer=layer,
            voice="ostinato",
            pitch=tones[figure[beat // step % len(figure)] % len(tones)],
            velocity=velocity(21.0 + 20.0 * e + stream.gauss(2.0), plan.structure.preset.velocity_cap),
        )
