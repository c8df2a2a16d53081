"""The figures that tell music from dice, over twenty seeds and three sections a preset; toys must fail."""

from collections.abc import Callable
from functools import cache

import pytest

from auralis.composition import MusicalContext
from auralis.composition.presets import PRESETS
from tests.composition.score import (
    Score,
    dice,
    leap_share,
    mean_interval,
    naive,
    pad_movement,
    recurrence,
    section_score,
    step_share,
)

SEEDS = range(1, 21)
RECURRENCE = {
    "focus": (0.20, 0.65),
    "meditation": (0.12, 0.60),
    "sleep": (0.10, 0.60),
    "bright": (0.20, 0.75),
}
PRESET = pytest.mark.parametrize("preset", sorted(PRESETS))


@cache
def scores(preset: str) -> tuple[Score, ...]:
    context = MusicalContext.of({"preset": preset})
    return tuple(section_score(context, section, seed) for seed in SEEDS for section in range(3))


def toys(preset: str, toy: Callable[[Score, int], Score]) -> list[Score]:
    return [toy(score, i) for i, score in enumerate(scores(preset))]


def mean_recurrence(some: list[Score]) -> float:
    return sum(recurrence(score) for score in some) / len(some)


@PRESET
def test_the_lead_moves_by_step(preset: str) -> None:
    for score in scores(preset):
        assert 1.5 <= mean_interval(score) <= 4.0
        assert step_share(score) >= 0.28
        assert leap_share(score) <= 0.08


@PRESET
def test_the_pad_moves_little(preset: str) -> None:
    assert all(pad_movement(score) <= 8.0 for score in scores(preset))


@PRESET
def test_figures_come_back_but_not_always(preset: str) -> None:
    low, high = RECURRENCE[preset]
    for section in range(3):
        assert low <= mean_recurrence(list(scores(preset)[section::3])) <= high


@PRESET
@pytest.mark.parametrize("toy", [naive, dice])
def test_toys_fail_every_row(preset: str, toy: Callable[[Score, int], Score]) -> None:
    played = toys(preset, toy)
    assert all(mean_interval(score) > 4.0 for score in played)
    assert all(leap_share(score) > 0.08 and step_share(score) < 0.28 for score in played)
    assert sum(pad_movement(score) for score in played) > 12.0 * len(played)
    assert mean_recurrence(played) < RECURRENCE[preset][0]


@PRESET
def test_a_third_of_the_bars_or_more_have_no_lead(preset: str) -> None:
    context = MusicalContext.of({"preset": preset})
    for score in scores(preset):
        played = {tick // context.bar_ticks for tick, *_ in score.lead}
        assert 0.3 <= 1 - len(played) / score.bars <= 0.8


@PRESET
def test_most_lead_notes_are_chord_tones_and_few_are_chromatic(preset: str) -> None:
    for first in range(0, len(scores(preset)), 3):
        hour = [note for score in scores(preset)[first : first + 3] for note in score.lead]
        fits = [pitch % 12 in chord.pitch_classes for _, pitch, chord, _ in hour]
        assert sum(fits) >= 0.66 * len(fits)
        windows = [fits[i : i + 40] for i in range(max(1, len(fits) - 39))]
        assert all(sum(window) >= 0.6 * len(window) for window in windows)
