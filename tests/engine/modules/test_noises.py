"""What the noises and the random sources are for, measured: slopes, no DC, and a seek that hears the same."""

import numpy as np
import pytest

from auralis.engine.compiler.kernels import Kernels
from auralis.engine.primitives import CR
from tests.engine.modules.spectra import octaves
from tests.engine.modules.stage import RATE, Stage

MODULES = ("pink", "brown", "noise", "hold", "drift", "onepole")
FAR = 30 * 3_600 * RATE
"""Thirty hours: past where 32 bits of frames repeat."""


@pytest.fixture(scope="module")
def stage(kernels: Kernels) -> Stage:
    cables = ["in.x -> hold.x", "drift.y -> onepole.env"]
    return Stage(kernels, MODULES, ("pink.y", "brown.y", "noise.y", "hold.y"), cables)


@pytest.fixture(scope="module")
def noises(stage: Stage) -> dict[str, np.ndarray]:
    values = {"pink.level": 0.5, "brown.level": 0.5, "noise.level": 0.5}
    return stage.hear(60 * RATE, values)


def drifts(stage: Stage, values: dict[str, float], position: int, ticks: int) -> np.ndarray:
    """Return both lanes of the drift at each control tick from a position on."""
    instance, found = stage.born(values, position), []
    for _ in range(ticks):
        stage.play(instance, CR)
        found.append(instance.row("drift:y")[:2].copy())
    return np.array(found, np.float64)


@pytest.mark.parametrize(("name", "slope", "first"), [("pink", -3.0103, 40.0), ("brown", -6.0206, 60.0)])
def test_the_slope_is_even_up_to_16_khz(
    noises: dict[str, np.ndarray], name: str, slope: float, first: float
) -> None:
    middles, power = octaves(noises[f"{name}.y"][0], first, 16_000.0)
    even = power - slope * np.log2(middles)
    assert np.abs(even - np.median(even)).max() < 0.5


def test_all_colours_have_the_power_of_white_noise_and_no_dc(noises: dict[str, np.ndarray]) -> None:
    white = np.std(noises["noise.y"])
    for name in ("pink.y", "brown.y"):
        assert 20 * np.log10(np.std(noises[name]) / white) == pytest.approx(0.0, abs=0.5)
        assert np.abs(noises[name].mean(axis=1)).max() < 0.01 * white


def test_left_and_right_are_noises_of_their_own(noises: dict[str, np.ndarray]) -> None:
    for name in ("pink.y", "brown.y"):
        assert abs(np.corrcoef(noises[name])[0, 1]) < 0.08


def test_drift_is_a_function_of_position_alone(stage: Stage) -> None:
    values = {"drift.rate": 5.0}
    for position in (0, FAR):
        whole = drifts(stage, values, position, 400)
        late = drifts(stage, values, position + 200 * CR, 200)
        assert np.array_equal(whole[200:], late)
    assert not np.array_equal(drifts(stage, values, 0, 20), drifts(stage, values, 1 << 32, 20))


def test_drift_is_smooth_bounded_and_different_in_each_lane(stage: Stage) -> None:
    y = drifts(stage, {"drift.rate": 5.0, "drift.depth": 2.0}, 0, 6_000)
    step = 5.0 * CR / RATE
    assert np.abs(y).max() < 2.0
    assert y.std() > 0.4
    assert np.abs(np.diff(y, axis=0)).max() < 2.0 * 2 * step
    assert np.abs(np.diff(y, 2, axis=0)).max() < 2.0 * 4 * step**2
    assert abs(np.corrcoef(y.T)[0, 1]) < 0.4


def test_a_new_rate_is_faded_to_and_then_heard_as_if_it_had_always_been(stage: Stage) -> None:
    instance, y = stage.born({"drift.rate": 2.0}), []
    for k in range(2_000):
        rows = stage.program.set_parameter("drift.rate", 3.0, k * CR) if k == 100 else []
        stage.play(instance, CR, rows)
        y.append(float(instance.row("drift:y")[0]))
    always = drifts(stage, {"drift.rate": 3.0}, 0, 2_000)[:, 0]
    assert np.abs(np.diff(y)).max() < 0.02
    assert np.array_equal(y[1_600:], always[1_600:])


def test_hold_keeps_the_input_from_beat_to_beat(stage: Stage) -> None:
    x = np.random.default_rng(3).uniform(-1, 1, (2, RATE)).astype(np.float32)
    y = stage.hear(RATE, {"hold.rate": 10.0}, {"x": x})["hold.y"]
    beats = np.flatnonzero(np.diff(y[0], prepend=0.0))
    assert np.all(np.abs(np.diff(beats) - RATE / 10) <= 1)
    assert np.array_equal(y[:, beats], x[:, beats].astype(np.float64))


def test_hold_samples_by_position_and_slews(stage: Stage) -> None:
    x = np.random.default_rng(3).uniform(-1, 1, (2, RATE)).astype(np.float32)
    whole = stage.hear(RATE, {"hold.rate": 10.0}, {"x": x})["hold.y"]
    half = RATE // 2
    late = stage.play(stage.born({"hold.rate": 10.0}, half), half, x={"x": x[:, half:]})["hold.y"]
    assert np.array_equal(whole[:, half + 4_410 :], late[:, 4_410:])
    slow = stage.hear(RATE, {"hold.rate": 10.0, "hold.slew": 0.05}, {"x": x})["hold.y"]
    assert np.abs(np.diff(slow)).max() < 0.01
    arrived = np.arange(4_410 * 2 - 2, RATE, 4_410)
    assert np.allclose(slow[:, arrived], whole[:, arrived], atol=0.01)
