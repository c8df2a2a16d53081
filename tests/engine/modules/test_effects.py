"""What the effects are for, measured: times of echoes, speed of tape, notches, and what is left alone."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.engine.compiler.kernels import Kernels
from tests.engine.modules.rack import RATE, Rack, decibels, impulse, response, sine, white

OPEN = {"damp": 14_000.0}


@pytest.fixture(scope="module")
def rack(kernels: Kernels) -> Rack:
    return Rack(kernels, ("phaser", "echo", "tape", "width"))


@given(bpm=st.integers(20, 300), sixteenths=st.integers(1, 64))
@settings(max_examples=30, deadline=None)
def test_echoes_stand_in_time_to_the_frame(rack: Rack, bpm: int, sixteenths: int) -> None:
    exact = min(sixteenths / 16 * 60 * RATE / bpm, 4 * RATE)
    values = OPEN | {"bpm": bpm, "beats": sixteenths / 16}
    y = rack.run("echo", impulse(2 * round(exact) + 4), values)
    first = int(np.flatnonzero(y[0])[0])
    assert abs(first - exact) < 0.52
    assert np.abs(y[1]).argmax() == 2 * first


def test_echoes_go_from_side_to_side_and_grow_darker(rack: Rack) -> None:
    y = rack.run("echo", impulse(4 * RATE), {"bpm": 120, "beats": 0.5, "feedback": 0.6, "damp": 3_000})
    beat = RATE // 4
    repeats = [y[:, k * beat : (k + 1) * beat] for k in range(1, 5)]
    for k, repeat in enumerate(repeats):
        assert np.abs(repeat[k % 2]).max() > 0.0
        assert not repeat[1 - k % 2].any()
    at = [response(repeat[k % 2]) for k, repeat in enumerate(repeats)]
    low = [gain[np.abs(f - 200).argmin()] for f, gain in at]
    high = [gain[np.abs(f - 6_000).argmin()] for f, gain in at]
    assert np.allclose(np.divide(low[1:], low[:-1]), 0.6, atol=0.01)
    assert np.all(np.divide(high[1:], high[:-1]) < 0.3)


def test_a_narrow_echo_is_mono(rack: Rack) -> None:
    y = rack.run("echo", white(RATE), {"bpm": 240, "width": 0.0})
    assert np.abs(y[0]).max() > 0.1
    assert np.array_equal(y[0], y[1])


def test_a_new_tempo_never_bends_the_pitch_of_echoes(rack: Rack) -> None:
    values = OPEN | {"bpm": 60, "beats": 1.0, "feedback": 0.0}
    y = rack.run("echo", sine(441.0, 3 * RATE, 0.5), values, [(2 * RATE + 7, "bpm", 77.0)])[0]
    heard = y[RATE + 50 :]
    ups = np.flatnonzero((heard[1:] >= 0) & (heard[:-1] < 0))
    periods = np.diff(ups - heard[ups] / (heard[ups + 1] - heard[ups]))
    assert np.abs(periods - 100).max() < 5
    assert np.abs(np.diff(heard)).max() < 0.5 * 2 * np.pi * 441 / RATE * 1.05


def test_tape_repeats_are_late_by_its_time(rack: Rack) -> None:
    still = OPEN | {"time": 0.25, "wow": 0.0, "flutter": 0.0, "feedback": 0.8}
    y = rack.run("tape", impulse(RATE, 0.1, 0.1), still)[0]
    assert np.abs(y[: RATE // 2 - 100]).argmax() == pytest.approx(RATE // 4, abs=1)
    assert np.abs(y[RATE // 2 - 100 :]).argmax() + RATE // 2 - 100 == pytest.approx(RATE // 2, abs=2)


def test_tape_grows_darker_and_keeps_no_dc(rack: Rack) -> None:
    values = {"time": 0.2, "wow": 0.0, "flutter": 0.0, "feedback": 0.9, "damp": 3_000}
    y = rack.run("tape", impulse(RATE, 0.1, 0.1), values)[0]
    cuts = [round(RATE * (0.2 * k - 0.02)) for k in (1, 2, 3)]
    spectra = [response(y[a:b]) for a, b in pairwise(cuts)]
    gains = [[g[np.abs(f - at).argmin()] for at in (0, 400, 6_000)] for f, g in spectra]
    assert gains[1][1] == pytest.approx(0.9 * gains[0][1], rel=0.05)
    assert gains[1][2] < 0.5 * gains[0][2]
    assert gains[0][0] < 0.03 * gains[0][1]


@pytest.mark.parametrize(("wow", "flutter"), [(0.0, 0.0), (0.5, 0.0), (0.0, 0.3)])
def test_the_speed_of_tape_wanders_as_far_as_asked(rack: Rack, wow: float, flutter: float) -> None:
    values = OPEN | {"time": 0.1, "feedback": 0.0, "drive": 0.1, "wow": wow, "flutter": flutter}
    y = rack.run("tape", sine(882.0, 5 * RATE, 0.5), values)[0][RATE // 2 :]
    ups = np.flatnonzero((y[1:] >= 0) & (y[:-1] < 0))
    times = ups - y[ups] / (y[ups + 1] - y[ups])
    speed = 50.0 / ((times[8:] - times[:-8]) / 8) - 1.0
    assert np.abs(speed).max() == pytest.approx((wow + flutter) / 100, rel=0.06, abs=2e-5)


def test_a_new_tape_time_bends_the_pitch_like_a_machine(rack: Rack) -> None:
    values = OPEN | {"time": 0.2, "feedback": 0.0, "drive": 0.1, "wow": 0.0, "flutter": 0.0}
    y = rack.run("tape", sine(441.0, 5 * RATE, 0.5), values, [(RATE, "time", 1.0)])[0]
    ups = np.flatnonzero((y[1:] >= 0) & (y[:-1] < 0))[50:]
    periods = np.diff(ups)
    assert periods.max() == pytest.approx(200, abs=2)
    assert periods.min() >= 98
    assert np.abs(periods[-200:] - 100).max() <= 1
    assert np.abs(np.diff(y)).max() < 0.5 * 2 * np.pi * 441 / RATE * 1.1


def test_loud_tape_saturates(rack: Rack) -> None:
    values = OPEN | {"time": 0.1, "feedback": 0.0, "drive": 2.0, "wow": 0.0, "flutter": 0.0}
    quiet = np.abs(rack.run("tape", sine(441.0, RATE, 0.01), values)[0, RATE // 2 :]).max()
    loud = np.abs(rack.run("tape", sine(441.0, RATE, 4.0), values)[0, RATE // 2 :]).max()
    assert quiet == pytest.approx(0.01, rel=0.02)
    assert loud < 0.7


NOTCHES = np.tan(np.pi * np.array([1, 3, 5]) / 12)


@pytest.mark.parametrize("feedback", [-0.6, 0.0, 0.6])
@pytest.mark.parametrize("centre", [400.0, 2_000.0])
def test_a_phaser_cuts_three_notches_where_its_stages_turn_the_phase(
    rack: Rack, centre: float, feedback: float
) -> None:
    values = {"centre": centre, "depth": 0.0, "feedback": feedback, "mix": 1.0}
    f, gain = response(rack.run("phaser", impulse(RATE), values)[0])
    level = decibels(gain / gain.max())
    lowest = np.flatnonzero((level[1:-1] < level[:-2]) & (level[1:-1] < level[2:]) & (level[1:-1] < -30)) + 1
    expected = np.arctan(NOTCHES * np.tan(np.pi * centre / RATE)) * RATE / np.pi
    if feedback == 0.0:
        assert f[lowest] == pytest.approx(expected, rel=0.01, abs=2)
    else:
        assert len(lowest) == 3


def test_a_phasers_notches_move_with_the_position_a_quarter_turn_apart(rack: Rack) -> None:
    values = {"rate": 1.0, "centre": 1_000.0, "depth": 1.0, "feedback": 0.0, "mix": 1.0}
    f = np.fft.rfftfreq(RATE, 1 / RATE)
    band = (f > 400) & (f < 2_600)
    found = []
    for eighth in range(8):
        position = eighth * RATE // 8
        y = rack.run("phaser", impulse(400), values, position=position)
        gains = [np.abs(np.fft.rfft(np.pad(side, (0, RATE - 400)))) for side in y]
        found.append([f[band][g[band].argmin()] for g in gains])
    left, right = np.array(found).T
    assert left.max() > 1.5 * left.min()
    assert np.roll(left, -2) == pytest.approx(right, rel=0.08)


def test_dry_a_phaser_changes_nothing(rack: Rack) -> None:
    x = white(RATE // 10)
    assert np.array_equal(rack.run("phaser", x, {"mix": 0.0}), x)


def test_width_one_changes_nothing(rack: Rack) -> None:
    x = white(RATE // 10)
    assert np.array_equal(rack.run("width", x, {"width": 1.0, "mono": 0.0}), x)


@given(width=st.floats(0, 2, width=16), mono=st.floats(0, 500, width=16))
@settings(max_examples=20, deadline=None)
def test_the_mono_sum_never_changes(rack: Rack, width: float, mono: float) -> None:
    x = white(RATE // 10)
    y = rack.run("width", x, {"width": width, "mono": mono})
    assert np.abs(y.sum(axis=0) - x.sum(axis=0, dtype=np.float64)).max() < 1e-6


@pytest.mark.parametrize("width", [0.0, 0.5, 2.0])
def test_width_scales_the_side(rack: Rack, width: float) -> None:
    x = white(RATE // 10).astype(np.float64)
    y = rack.run("width", x, {"width": width})
    assert y[0] - y[1] == pytest.approx(width * (x[0] - x[1]), abs=1e-6)


def test_bass_below_mono_has_no_side(rack: Rack) -> None:
    y = rack.run("width", impulse(RATE, 1.0, 0.0), {"mono": 200.0})
    f, side = response(y[0] - y[1])
    at = {hertz: float(decibels(side[np.abs(f - hertz).argmin()])) for hertz in (50, 200, 2_000)}
    assert at[50] == pytest.approx(-24, abs=0.3)
    assert at[200] == pytest.approx(-3, abs=0.1)
    assert at[2_000] == pytest.approx(0, abs=0.01)
