"""The ostinato: a figure of five whispered under bars of four, in chord tones of the middle register."""

from collections.abc import Iterator
from typing import Final

from auralis.composition.context import MusicalContext
from auralis.composition.melody import widest
from auralis.composition.performance import appears, effective_intensity, stride, ticks_of, velocity
from auralis.composition.phrase import PHRASE_BARS, ScoreNote
from auralis.composition.section import SectionPlan
from auralis.core.randomness import Stream
from auralis.core.units import Tick
from auralis.theory.pitches import pitches_within

_RANGE: Final = (57, 76)
_FIGURES: Final = ((0, 2, 1, 4, 3), (0, 1, 3, 2, 4), (2, 0, 3, 1, 4), (0, 3, 1, 4, 2))
_BEATS: Final = {"4/4": (4, 960), "3/4": (3, 960), "6/8": (2, 1440)}
"""Beats in a bar, and the ticks of each."""
_RING_MS: Final = 3500.0
_REST_BARS: Final = 2
_MOST: Final = 0.38
_SPREAD_BARS: Final = 2


def ostinato(
    context: MusicalContext, plan: SectionPlan, phrase: int, density: float, layer: str
) -> Iterator[ScoreNote]:
    """Yield the figure's notes in a phrase of a section: off the beat, more of them the more happens."""
    if not plan.appearances["ostinato"]:
        return
    beats, ticks = _BEATS[plan.structure.meter]
    step, room = stride(plan.structure), (1.0 + widest(plan.structure)) / 2.0
    for bar in range(phrase * PHRASE_BARS, (phrase + 1) * PHRASE_BARS):
        if plan.rests(bar, _REST_BARS) or not appears(context, plan, "ostinato", bar):
            continue
        e = effective_intensity(context, plan, bar)
        likely = min(_MOST, (0.22 + 0.5 * e) * density) * room
        gates = _gates(plan, bar)
        for beat in range(bar * beats, (bar + 1) * beats):
            if beat % step == 0 and gates[beat % len(gates)] < likely:
                tick = (beat - phrase * PHRASE_BARS * beats) * ticks + step * ticks // 2
                yield _whisper(plan, beat, bar, tick, 21.0 + 20.0 * e, layer)


def _gates(plan: SectionPlan, bar: int) -> tuple[float, ...]:
    """Return how readily each beat of a bar and its neighbour is heard: spread evenly over 0-1, in any order.

    So there is no luck in how many are, only in which.
    """
    count = _SPREAD_BARS * _BEATS[plan.structure.meter][0]
    stream = Stream(plan.seed, "ostinato", plan.section, "gates", bar // _SPREAD_BARS)
    left = list(range(count))
    return tuple((left.pop(stream.below(len(left))) + stream.uniform()) / count for _ in range(count))


def _whisper(plan: SectionPlan, beat: int, bar: int, tick: Tick, touch: float, layer: str) -> ScoreNote:
    """Return the figure's note at a beat of the section."""
    stream = Stream(plan.seed, "ostinato", plan.section, beat)
    preset, bpm = plan.structure.preset, plan.structure.bpm
    figure = Stream(plan.seed, "ostinato").choice(_FIGURES)
    tones = pitches_within(plan.at(bar).cell.pitch_classes, *_RANGE)
    return ScoreNote(
        tick=tick + ticks_of(stream.gauss(preset.timing_ms), bpm),
        ticks=ticks_of(_RING_MS, bpm),
        layer=layer,
        voice="ostinato",
        pitch=tones[figure[beat // stride(plan.structure) % len(figure)] % len(tones)],
        velocity=velocity(touch + stream.gauss(2.0), preset.velocity_cap),
    )
