"""What the controls do, measured: each turned in five steps, everything else as focus has it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Final

from benchmarks.music.hours import onsets

from auralis.composition import MusicalContext, Phrase, Place, compose, phrases_in
from auralis.composition.section import plan

Measure = Callable[[MusicalContext, Sequence[int]], float]

_SECTIONS: Final = range(1, 5)


@dataclass(frozen=True)
class Control:
    """A setting, the values it is turned to, and what is counted."""

    field: str
    values: tuple[float, ...]
    counted: str
    measure: Measure


def _lead_a_minute(context: MusicalContext, seeds: Sequence[int]) -> float:
    return mean(_busy(context, seed)["lead"] for seed in seeds)


def _struck_a_minute(context: MusicalContext, seeds: Sequence[int]) -> float:
    """Return the notes a minute of all that is struck: piano, bells, percussion."""
    struck = ("lead", "left hand", "ostinato", "bells", "percussion")
    return mean(sum(_busy(context, seed)[name] for name in struck) for seed in seeds)


def _busy(context: MusicalContext, seed: int) -> dict[str, float]:
    """Return the notes a minute of each part in the second section."""
    count = phrases_in(context, 1, seed)
    played: list[Phrase] = [compose(context, Place(1, index), seed) for index in range(count)]
    return onsets(played, count * 8 * context.structure.bar_seconds / 60.0)


def _on_the_tonic(context: MusicalContext, seeds: Sequence[int]) -> float:
    """Return the share of bars over the tonic's bass, seams left out."""
    cells = [
        chord.cell
        for seed in seeds
        for section in _SECTIONS
        for chord in plan(seed, section, context.structure).chords
        if chord.cell.role != "seam"
    ]
    home = sum(cell.bars for cell in cells if cell.chord.bass == 0)
    return home / sum(cell.bars for cell in cells)


def _away(context: MusicalContext, seeds: Sequence[int]) -> float:
    """Return how many steps of the circle of fifths odd sections are from home, on average."""
    keys = [plan(seed, section, context.structure).key for seed in seeds for section in (1, 3)]
    fifths = [(key.tonic - context.key.tonic) * 7 % 12 for key in keys]
    return mean(min(steps, 12 - steps) for steps in fifths)


_FIVE: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
_TWICE: Final = (0.0, 0.5, 1.0, 1.5, 2.0)
CONTROLS: Final = (
    Control("intensity", _FIVE, "struck notes a minute", _struck_a_minute),
    Control("density", _TWICE, "struck notes a minute", _struck_a_minute),
    Control("layers.piano.density", _TWICE, "lead notes a minute", _lead_a_minute),
    Control("calm", _FIVE, "share of bars over the tonic", _on_the_tonic),
    Control("wander", _FIVE, "fifths from home, odd sections", _away),
)


def turned(control: Control, seeds: Sequence[int]) -> list[float]:
    """Return what is counted at each of a control's values."""
    contexts = [MusicalContext.of({control.field: value}) for value in control.values]
    return [control.measure(context, seeds) for context in contexts]
