"""What compressor and true-peak limiter are for, measured: curves, times, and peaks between the frames."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.engine.compiler.kernels import Kernels
from tests.engine.modules.rack import RATE, Rack, decibels, sine, white

QUICK = {"knee": 0.0, "attack": 0.002, "release": 0.5}


@pytest.fixture(scope="module")
def rack(kernels: Kernels) -> Rack:
    return Rack(kernels, ("compressor", "truepeak"))


def curve(level: float, threshold: float, ratio: float, knee: float) -> float:
    """Return the level in dB that should come out."""
    over = level - threshold
    if abs(over) * 2 < knee:
        return level + (1 / ratio - 1) * (over + knee / 2) ** 2 / (2 * knee)
    return level if over < 0 else threshold + over / ratio


@given(
    level=st.floats(-70, 6),
    threshold=st.floats(-50, -5, width=16),
    ratio=st.floats(1, 20, width=16),
    knee=st.sampled_from([0.0, 6.0, 12.0]),
)
@settings(max_examples=40, deadline=None)
def test_levels_follow_the_curve(
    rack: Rack, level: float, threshold: float, ratio: float, knee: float
) -> None:
    x = sine(997.0, RATE, 10 ** (level / 20))
    values = QUICK | {"threshold": threshold, "ratio": ratio, "knee": knee}
    y = rack.run("compressor", x, values)[:, RATE // 2 :]
    heard = float(decibels(y.std() * np.sqrt(2)))
    assert heard == pytest.approx(curve(level, threshold, ratio, knee), abs=0.3)


def test_makeup_is_gain_in_decibels(rack: Rack) -> None:
    x = white(RATE // 10, 0.01)
    y = rack.run("compressor", x, {"makeup": 12.0})
    assert decibels(y.std() / x.std()) == pytest.approx(12.0, abs=0.001)


@pytest.mark.parametrize("seconds", [0.005, 0.05])
def test_attack_and_release_are_times_to_63_percent(rack: Rack, seconds: float) -> None:
    x = np.full((2, 3 * RATE), 0.01, np.float32)
    x[:, RATE : 2 * RATE] = 1.0
    values = QUICK | {"threshold": -20.0, "ratio": 4.0, "attack": seconds, "release": 4 * seconds}
    down = -decibels(rack.run("compressor", x, values)[0] / x[0])
    part = 1 - np.exp(-1)
    assert down[RATE - 1] == pytest.approx(0.0, abs=0.01)
    assert down[2 * RATE - 1] == pytest.approx(15.0, abs=0.05)
    assert np.argmax(down[RATE:] > 15 * part) / RATE == pytest.approx(seconds, rel=0.05)
    back = np.argmax(down[2 * RATE :] < 15 * (1 - part)) / RATE
    assert 4 * seconds < back < 5.2 * seconds


def test_both_channels_go_down_together(rack: Rack) -> None:
    x = sine(500.0, RATE, 1.0)
    x[1] *= 0.1
    y = rack.run("compressor", x, QUICK | {"threshold": -30.0})
    assert y[1, 1_000:] == pytest.approx(0.1 * y[0, 1_000:], abs=1e-6)


def test_a_key_ducks_the_sound_when_it_is_asked_for(rack: Rack) -> None:
    x = np.concatenate([sine(300.0, RATE, 0.05), np.zeros((2, RATE), np.float32)])
    x[2:, RATE // 2 :] = 1.0
    values = QUICK | {"threshold": -20.0, "ratio": 2.0}
    own = rack.run("compressor", x, values)
    ducked = rack.run("compressor", x, values | {"external": 1.0})
    assert own == pytest.approx(x[:2], abs=1e-6)
    assert ducked[:, : RATE // 2] == pytest.approx(x[:2, : RATE // 2], abs=1e-6)
    late = slice(RATE - RATE // 4, RATE)
    assert decibels(ducked[:, late].std() / x[:2, late].std()) == pytest.approx(-10, abs=0.1)


def true_peak(y: np.ndarray, half: int = 10, phases: int = 8) -> float:
    """Return the peak in dB at eight points a frame, by a Kaiser-windowed sinc of 20 frames."""
    d = np.arange(-half * phases, half * phases + 1) / phases
    kernel = np.sinc(d) * np.kaiser(len(d), 5.0)
    dense = np.zeros(phases * y.shape[1])
    peaks = []
    for side in y:
        dense[::phases] = side
        peaks.append(np.abs(np.convolve(dense, kernel, "valid")).max())
    return float(decibels(max(peaks)))


N = np.arange(20_000)
LOUD = {
    "noise": white(20_000, 4.0),
    "quarter of the rate, between its peaks": sine(RATE / 4, 20_000, 2.0, turn=0.125),
    "square": np.tile(3.0 * np.sign(np.sin(2 * np.pi * (N + 0.3) * 997 / RATE)), (2, 1)),
    "high square": np.tile(2.0 * np.sign(np.sin(2 * np.pi * (N + 0.3) * 5_123 / RATE)), (2, 1)),
    "low sine": sine(80.0, 20_000, 8.0),
    "high sine": sine(15_000.0, 20_000, 2.0),
    "impulses": np.tile(np.where(N % 700 < 2, 3.0, 0.0), (2, 1)),
    "huge": white(20_000, 1_000.0, seed=2),
}


@pytest.mark.parametrize("name", LOUD)
@pytest.mark.parametrize("ceiling", [-1.0, -6.0])
def test_no_peak_between_frames_passes_the_ceiling(rack: Rack, name: str, ceiling: float) -> None:
    y = rack.run("truepeak", LOUD[name], {"ceiling": ceiling})
    assert true_peak(y[:, 300:]) <= ceiling + 0.1
    assert true_peak(y[:, 300:]) >= ceiling - 1.0


def test_a_plain_limiter_would_let_it_pass() -> None:
    x = sine(RATE / 4, 4_000, 0.89 * np.sqrt(2), turn=0.125)
    assert np.abs(x).max() < 0.9
    assert true_peak(x[:, 100:-100]) > 1.9


def test_what_stays_below_is_only_late(rack: Rack) -> None:
    x = white(5_000, 0.3)
    y = rack.run("truepeak", x, {"ceiling": -1.0})
    latency = rack.program.plan.nodes["truepeak"].source.module.latency
    assert not y[:, :latency].any()
    assert np.array_equal(y[:, latency:], x[:, :-latency].astype(np.float64))


def test_it_forgets_what_is_older_than_its_memory(rack: Rack) -> None:
    memory = rack.program.plan.nodes["truepeak"].source.module.memory
    x = white(5_000, 0.5)
    loud = x.copy()
    loud[:, 1_000] = 50.0
    y, z = (rack.run("truepeak", v, {}) for v in (x, loud))
    changed = np.flatnonzero((y != z).any(axis=0))
    assert changed[0] >= 1_000
    assert 1_000 + memory - 9 < changed[-1] <= 1_000 + memory
