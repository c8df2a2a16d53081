"""The figures that tell music from dice, over twenty seeds and three sections a preset; toys must fail."""

from collections.abc import Callable
from functools import cache

import pytest

from auralis.composition import MusicalContext
from auralis.composition.presets import PRESETS
from tests.composition.score import (
    Score,
    bytes_per_interval,
    dice,
    kinds,
    leap_share,
    mean_interval,
    naive,
    pad_movement,
    recurrence,
    returns,
    section_score,
    step_share,
    walk,
)

SEEDS = range(1, 21)
RECURRENCE = {
    "focus": (0.20, 0.65),
    "meditation": (0.12, 0.60),
    "sleep": (0.10, 0.60),
    "bright": (0.20, 0.75),
}
LONGEST = {"focus": 0.70, "meditation": 0.80, "sleep": 0.95, "bright": 0.65}
"""Bytes per interval, packed: a line that speaks of few things packs well, and a longer one better."""
PRESET = pytest.mark.parametrize("preset", sorted(PRESETS))


@cache
def scores(preset: str) -> tuple[Score, ...]:
    context = MusicalContext.of({"preset": preset})
    return tuple(section_score(context, section, seed) for seed in SEEDS for section in range(3))


def toys(preset: str, toy: Callable[[Score, int], Score]) -> list[Score]:
    return [toy(score, i) for i, score in enumerate(scores(preset))]


def mean_recurrence(some: list[Score]) -> float:
    return sum(recurrence(score) for score in some) / len(some)


def mean_returns(some: list[Score]) -> float:
    found = [share for score in some if (share := returns(score)) is not None]
    return sum(found) / len(found)


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
def test_the_line_packs_better_than_its_toys(preset: str) -> None:
    for section in range(3):
        packed = [bytes_per_interval(score) for score in scores(preset)[section::3]]
        assert sum(packed) <= LONGEST[preset] * len(packed)
    for toy in (naive, dice):
        for score, played in zip(scores(preset), toys(preset, toy), strict=True):
            assert bytes_per_interval(score) < bytes_per_interval(played)


@PRESET
@pytest.mark.parametrize("toy", [naive, dice])
def test_toys_fail_every_row(preset: str, toy: Callable[[Score, int], Score]) -> None:
    played = toys(preset, toy)
    assert all(mean_interval(score) > 4.0 for score in played)
    assert all(leap_share(score) > 0.08 and step_share(score) < 0.28 for score in played)
    assert sum(pad_movement(score) for score in played) > 12.0 * len(played)
    assert mean_recurrence(played) < RECURRENCE[preset][0]
    assert sum(bytes_per_interval(score) for score in played) > LONGEST[preset] * len(played)


@PRESET
def test_a_contour_returns_with_its_idea_and_in_no_toy(preset: str) -> None:
    """The one row that a melody wandering by steps among chord tones fails too."""
    assert all(mean_returns(list(scores(preset)[section::3])) >= 0.4 for section in range(3))
    assert all(mean_returns(toys(preset, toy)) < 0.4 for toy in (naive, dice, walk))


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


@PRESET
def test_the_rule_of_seventy_and_twenty_five_and_five_proves_nothing(preset: str) -> None:
    shares = [kinds(score) for score in toys(preset, naive)]
    triad, scale, outside = (sum(share[i] for share in shares) / len(shares) for i in range(3))
    assert 0.66 <= triad <= 0.74
    assert 0.21 <= scale <= 0.29
    assert 0.03 <= outside <= 0.06


@PRESET
def test_the_lead_has_chord_notes_scale_notes_and_rare_chromatic_ones(preset: str) -> None:
    shares = [kinds(score) for score in scores(preset)]
    triad, scale, outside = (sum(share[i] for share in shares) / len(shares) for i in range(3))
    assert 0.6 <= triad <= 0.85
    assert scale >= 0.1
    assert outside == 0 if preset == "sleep" else 0 < outside <= 0.05
