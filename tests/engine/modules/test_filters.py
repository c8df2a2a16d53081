"""What filters are for, measured on impulses: corners, slopes, gains; and what a mixer and a send pass on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.engine.compiler.kernels import Kernels
from auralis.engine.patch import node
from auralis.engine.primitives import CR
from tests.engine.modules.spectra import cents, pitch, spectrum
from tests.engine.modules.stage import RATE, Stage

FILTERS = ("ladder", "onepole", "lowshelf", "highshelf", "peak", "dcblock")
TAPS = ("ladder.y", "onepole.low", "onepole.high", "lowshelf.y", "highshelf.y", "peak.y", "dcblock.y")
LONG = 1 << 16
QUIET = 1e-3
LATE = 100
"""Frame of the impulse: control inputs have been heard by then."""


@pytest.fixture(scope="module")
def stage(kernels: Kernels) -> Stage:
    cables = [f"in.x -> {f}.x" for f in FILTERS] + ["in.control -> gain.x"]
    cables += ["gain.y -> ladder.env", "gain.y -> onepole.env", "gain.y -> ladder.lfo"]
    cables += [f"in.{n} -> mixer.{n}" for n in "abcd"] + ["in.x -> fork.x"]
    taps = (*TAPS, "mixer.y", "fork.dry", "fork.send")
    return Stage(kernels, ("gain", *FILTERS, "mixer", node("fork", "send")), taps, cables)


def gains(stage: Stage, values: dict[str, float], control: float = 0.0) -> dict[str, np.ndarray]:
    """Return each tap's gain in dB at every 44,100/2^16 Hz, for a quiet impulse."""
    x = np.zeros((2, LONG), np.float32)
    x[:, LATE] = QUIET
    heard = stage.hear(LONG, values, {"x": x, "control": control})
    return {t: 20 * np.log10(np.abs(np.fft.rfft(y[0])) / QUIET + 1e-12) for t, y in heard.items()}


def bin_of(hertz: float) -> int:
    return round(hertz * LONG / RATE)


@pytest.mark.parametrize("hertz", [100.0, 1_000.0, 6_000.0])
def test_corners_lie_where_they_should(stage: Stage, hertz: float) -> None:
    k = bin_of(hertz)
    found = gains(stage, {"onepole.cutoff": hertz, "ladder.cutoff": hertz, "ladder.resonance": 0.0})
    assert found["onepole.low"][k] == pytest.approx(-3.01, abs=0.05)
    assert found["onepole.high"][k] == pytest.approx(-3.01, abs=0.05)
    assert found["ladder.y"][k] == pytest.approx(-12.04, abs=0.1)


def test_slopes(stage: Stage) -> None:
    found = gains(stage, {"onepole.cutoff": 200.0, "ladder.cutoff": 200.0, "ladder.resonance": 0.0})
    one, two = bin_of(1_600.0), bin_of(3_200.0)
    assert found["onepole.low"][two] - found["onepole.low"][one] == pytest.approx(-6.0, abs=0.4)
    assert found["ladder.y"][two] - found["ladder.y"][one] == pytest.approx(-24.0, abs=1.0)
    assert found["onepole.high"][bin_of(12.5)] == pytest.approx(-24.1, abs=0.3)


def test_low_and_high_are_together_the_input(stage: Stage) -> None:
    x = np.random.default_rng(5).uniform(-1, 1, (2, 4_000)).astype(np.float32)
    heard = stage.hear(4_000, {"onepole.cutoff": 700.0}, {"x": x})
    assert np.allclose(heard["onepole.low"] + heard["onepole.high"], x, atol=1e-6)


def test_envelopes_move_corners_in_octaves(stage: Stage) -> None:
    values = {"onepole.cutoff": 500.0, "onepole.env_amt": 2.0, "ladder.cutoff": 500.0, "ladder.env_amt": 1.0}
    found = gains(stage, values | {"ladder.resonance": 0.0}, control=1.0)
    assert found["onepole.low"][bin_of(2_000.0)] == pytest.approx(-3.01, abs=0.1)
    assert found["ladder.y"][bin_of(2_000.0)] == pytest.approx(-12.04, abs=0.2)


@pytest.mark.parametrize("hertz", [110.0, 880.0, 5_000.0, 12_000.0])
def test_a_ladder_past_the_brink_sings_in_tune_within_its_bound(stage: Stage, hertz: float) -> None:
    values = {"ladder.cutoff": hertz, "ladder.resonance": 1.05}
    x = np.zeros((2, 3 * LONG), np.float32)
    x[:, :200] = 0.5
    y = stage.hear(3 * LONG, values, {"x": x})["ladder.y"][0]
    assert 0.05 < np.abs(y[LONG:]).max() <= 1.0
    assert abs(cents(pitch(y[-LONG:], hertz), hertz)) < 5.0


def test_a_ladder_below_the_brink_rings_and_keeps_half_its_bass(stage: Stage) -> None:
    found = gains(stage, {"ladder.cutoff": 1_000.0, "ladder.resonance": 0.8})["ladder.y"]
    bass, top = found[bin_of(30.0)], int(np.argmax(found))
    assert bass == pytest.approx(20 * np.log10((1 + 1.6) / (1 + 3.2)), abs=0.1)
    assert top * RATE / LONG == pytest.approx(1_000.0, rel=0.06)
    assert found[top] - bass > 12.0


def test_drive_bends_loud_sound_and_leaves_quiet_sound(stage: Stage) -> None:
    quiet = [gains(stage, {"ladder.drive": d})["ladder.y"][bin_of(200.0)] for d in (0.1, 1.0, 8.0)]
    assert np.ptp(quiet) < 0.01
    x = np.full((2, 2_000), 50.0, np.float32)
    y = stage.hear(2_000, {"ladder.drive": 8.0}, {"x": x})["ladder.y"]
    assert np.abs(y).max() <= 1 / 8 + 1e-6


@given(gain=st.floats(-24, 24), octave=st.floats(0, 5))
@settings(max_examples=20, deadline=None)
def test_shelves_and_bells_have_their_gains(stage: Stage, gain: float, octave: float) -> None:
    hertz = 100 * 2**octave
    names = ("lowshelf", "highshelf", "peak")
    values = {f"{n}.freq": hertz for n in names} | {f"{n}.gain": gain for n in names}
    found = gains(stage, values)
    low, middle, high = (found[f"{n}.y"] for n in ("lowshelf", "peak", "highshelf"))
    k, far = bin_of(hertz), (2, bin_of(21_500.0))
    assert low[far[0]] == pytest.approx(gain, abs=0.1)
    assert high[far[1]] == pytest.approx(gain, abs=0.3)
    assert middle[k] == pytest.approx(gain, abs=0.1)
    assert [low[k], high[k]] == pytest.approx([gain / 2] * 2, abs=0.2)
    assert [low[far[1]], high[far[0]], middle[far[0]]] == pytest.approx([0.0] * 3, abs=0.3)


def test_a_bell_is_as_wide_as_its_q_says(stage: Stage) -> None:
    """At half its gain in dB its edges lie freq / q apart."""
    found = gains(stage, {"peak.freq": 1_000.0, "peak.gain": 12.0, "peak.q": 2.0})["peak.y"]
    inside = np.flatnonzero(found > 6.0) * (RATE / LONG)
    assert inside[-1] - inside[0] == pytest.approx(500.0, rel=0.02)


def test_at_zero_decibels_nothing_changes(stage: Stage) -> None:
    x = np.random.default_rng(5).uniform(-1, 1, (2, 4_000)).astype(np.float32)
    heard = stage.hear(4_000, {}, {"x": x})
    for name in ("lowshelf.y", "highshelf.y", "peak.y"):
        assert np.allclose(heard[name], x, atol=2e-6)


def test_dc_goes_and_sound_stays(stage: Stage) -> None:
    n = np.arange(4 * RATE)
    x = (0.5 + 0.25 * np.sin(2 * np.pi * 30 * n / RATE)).astype(np.float32)
    y = stage.hear(len(n), {"dcblock.cutoff": 5.0}, {"x": x})["dcblock.y"][0, -RATE:]
    assert abs(y.mean()) < 1e-4
    assert y.max() == pytest.approx(0.25, abs=0.01)


def test_mixer_and_send(stage: Stage) -> None:
    inputs = {"a": 1.0, "b": 2.0, "c": 4.0, "d": 8.0, "x": 3.0}
    values = {"mixer.gain_b": 0.5, "mixer.gain_c": 0.0, "mixer.gain_d": 2.0, "fork.level": 0.25}
    heard = stage.hear(64, values, inputs)
    assert np.all(heard["mixer.y"] == 1.0 + 1.0 + 16.0)
    assert np.all(heard["fork.dry"] == 3.0)
    assert np.all(heard["fork.send"] == 0.75)


def test_a_swept_corner_does_not_zipper(stage: Stage) -> None:
    """Coefficients travel in straight lines: next to nothing is heard at the rate of control ticks."""
    n = np.arange(LONG)
    x = (0.1 * np.sin(2 * np.pi * 100 * n / RATE)).astype(np.float32)
    sweep = np.sin(2 * np.pi * 4 * n / RATE).astype(np.float32)
    values = {"onepole.cutoff": 200.0, "onepole.env_amt": 2.0, "ladder.cutoff": 400.0, "ladder.env_amt": 2.0}
    heard = stage.hear(LONG, values, {"x": x, "control": sweep})
    for tap in ("onepole.low", "onepole.high", "ladder.y"):
        frequency, amplitude = spectrum(heard[tap][0])
        ticks = np.abs(frequency - RATE / CR) < 150.0
        assert 20 * np.log10(amplitude[ticks].max() / amplitude.max()) < -80.0, tap
