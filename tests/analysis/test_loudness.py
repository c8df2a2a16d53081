"""Loudness, against the cases of EBU Tech 3341 and 3342 and against other meters."""

import numpy as np
import pytest

from auralis.analysis import analyse
from auralis.analysis.loudness import (
    Loudness,
    LoudnessMeter,
    loudness,
    lufs,
    momentary_powers,
    short_term_powers,
)
from auralis.analysis.steadiness import steadiness
from auralis.analysis.weighting import sections
from tests.analysis.signals import RATE, Sound, noise, sine, steps

CASES_3341 = [
    [(-23, 20)],
    [(-33, 20)],
    [(-36, 10), (-23, 60), (-36, 10)],
    [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],
    [(-26, 20), (-20, 20.1), (-26, 20)],
]
CASES_3342 = [
    ([(-20, 20), (-30, 20)], 10),
    ([(-20, 20), (-15, 20)], 5),
    ([(-40, 20), (-20, 20)], 20),
    ([(-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)], 15),
]


def powers_of(sound: Sound, rate: int = RATE) -> Sound:
    meter = LoudnessMeter(rate, len(sound))
    for start in range(0, sound.shape[1], rate):
        meter.feed(sound[:, start : start + rate])
    return meter.powers


def loudness_of(sound: Sound, rate: int = RATE) -> Loudness:
    return loudness(powers_of(sound, rate))


def test_the_filter_is_the_standards_at_48_khz() -> None:
    (shelf, shelf_poles), (high_pass, pass_poles) = sections(48_000)
    assert shelf == pytest.approx([1.53512485958697, -2.69169618940638, 1.19839281085285], abs=1e-8)
    assert shelf_poles == pytest.approx([1, -1.69065929318241, 0.73248077421585], abs=1e-8)
    assert high_pass == pytest.approx([1, -2, 1])
    assert pass_poles == pytest.approx([1, -1.99004745483398, 0.99007225036621], abs=1e-8)


@pytest.mark.parametrize("parts", CASES_3341)
@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_integrated_loudness_of_the_gating_cases(parts: list[tuple[float, float]], rate: int) -> None:
    found = loudness_of(steps(parts, rate), rate).integrated_lufs
    assert found == pytest.approx(-33 if parts == [(-33, 20)] else -23, abs=0.1)


def test_short_term_loudness_of_alternating_levels() -> None:
    short = lufs(short_term_powers(powers_of(steps([(-20, 1.34), (-30, 1.66)] * 5))))
    assert short == pytest.approx(np.full(len(short), -23.0), abs=0.1)
    assert len(short) == 121


def test_momentary_loudness_of_alternating_levels() -> None:
    momentary = lufs(momentary_powers(powers_of(steps([(-20, 0.18), (-30, 0.22)] * 25))))
    assert momentary[10:] == pytest.approx(np.full(len(momentary) - 10, -23.0), abs=0.1)


@pytest.mark.parametrize(("parts", "expected"), CASES_3342)
def test_loudness_range_of_the_standards_cases(parts: list[tuple[float, float]], expected: float) -> None:
    assert loudness_of(steps(parts)).range_lu == pytest.approx(expected, abs=0.2)


@pytest.mark.parametrize(
    ("divisor", "phase", "amplitude", "expected"),
    [(4, 0, 0.5, -6), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3)],
)
def test_true_peak_of_the_standards_cases(
    divisor: int, phase: float, amplitude: float, expected: float
) -> None:
    tone = sine(20 * np.log10(amplitude), 1, RATE / divisor, phase=phase)
    ramp = np.minimum(1, np.minimum(np.arange(RATE), np.arange(RATE)[::-1]) / 2000)
    peaks = analyse(tone * ramp, RATE).peaks
    assert peaks.true_dbtp == pytest.approx(expected, abs=0.1)
    assert peaks.sample_dbfs is not None
    assert peaks.true_dbtp >= peaks.sample_dbfs


def test_a_mono_file_is_as_loud_as_one_loudspeaker() -> None:
    tone = sine(-20, 5)
    both, one = (loudness_of(sound).integrated_lufs for sound in (tone, tone[:1]))
    assert both is not None
    assert one == pytest.approx(both - 3.01, abs=0.01)


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 96_000, 192_000])
def test_loudness_does_not_depend_on_the_sample_rate(rate: int) -> None:
    found = loudness_of(sine(-23, 5, rate=rate), rate).integrated_lufs
    assert found == pytest.approx(-23, abs=0.1)


def test_steps_and_holes() -> None:
    even = noise(-20, 40, -3)
    steady = steadiness(powers_of(even), -20)
    assert steady.step_lu is not None
    assert steady.step_lu < 0.3
    even[:, 20 * RATE : 23 * RATE] *= 0.1
    lufs_of_it = loudness_of(even).integrated_lufs
    found = steadiness(powers_of(even), lufs_of_it)
    assert found.hole_lu == pytest.approx(-20, abs=0.8)
    assert found.step_lu is not None
    assert found.step_lu > 5
