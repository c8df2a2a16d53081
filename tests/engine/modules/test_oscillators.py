"""What the oscillators are for, measured: in tune, of the right shape, and nothing but their own partials."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.engine.compiler.kernels import Kernels
from tests.engine.modules.spectra import aliasing, cents, partial, pitch
from tests.engine.modules.stage import RATE, Stage

MODULES = ("gain", "pulse", "triangle", "supersaw", "fm")
TAPS = ("pulse.y", "triangle.y", "supersaw.l", "supersaw.r", "fm.y")
LONG = 1 << 16


@pytest.fixture(scope="module")
def stage(kernels: Kernels) -> Stage:
    cables = ["in.control -> gain.x", *(f"gain.y -> {m}.pitch" for m in MODULES[1:])]
    cables += ["gain.y -> pulse.pwm", "gain.y -> fm.env"]
    return Stage(kernels, MODULES, TAPS, cables)


def at(hertz: float, **others: float) -> dict[str, float]:
    values = {f"{m}.freq": hertz for m in MODULES[1:]} | {"supersaw.mix": 0.0, "supersaw.level": 1.0}
    return values | {k.replace("__", "."): v for k, v in others.items()}


@pytest.mark.parametrize("hertz", [27.5, 261.63, 3_520.0])
def test_in_tune_within_a_tenth_of_a_cent(stage: Stage, hertz: float) -> None:
    for tap, y in stage.hear(LONG, at(hertz)).items():
        assert abs(cents(pitch(y[0], hertz), hertz)) < 0.1, tap


def test_the_pitch_input_counts_octaves(stage: Stage) -> None:
    for tap, y in stage.hear(LONG, at(440.0), {"control": -0.5}).items():
        assert abs(cents(pitch(y[0, 100:], 311.127), 311.127)) < 0.2, tap


@pytest.mark.parametrize("hertz", [1_245.7, 4_186.7, 4_567.3, 4_978.1])
def test_what_folds_back_stays_far_below_the_fundamental(stage: Stage, hertz: float) -> None:
    heard = stage.hear(LONG, at(hertz, fm__index=16.0))
    bounds = {"pulse.y": -58.0, "triangle.y": -80.0, "supersaw.l": -58.0, "fm.y": -50.0}
    for tap, bound in bounds.items():
        assert aliasing(heard[tap][0], hertz) < bound, tap


def test_partials_of_the_saw_and_the_triangle(stage: Stage) -> None:
    """To 10 kHz within 1 dB of 1/n, and 1/n² for odd n."""
    heard = stage.hear(LONG, at(500.0))
    for n in range(1, 21):
        share = 20 * np.log10(partial(heard["supersaw.l"][0], 500.0 * n) * n * np.pi / 2)
        assert abs(share) < 1.0, n
    for n in range(1, 12, 2):
        share = 20 * np.log10(partial(heard["triangle.y"][0], 500.0 * n) * n * n * np.pi**2 / 8)
        assert abs(share) < 1.0, n
        assert partial(heard["triangle.y"][0], 500.0 * (n + 1)) < 1e-5


@given(width=st.floats(0.05, 0.95))
@settings(max_examples=25, deadline=None)
def test_a_pulse_of_any_width_has_no_dc(stage: Stage, width: float) -> None:
    y = stage.hear(4_400 + 100, at(441.0, pulse__width=width))["pulse.y"][0, 100:]
    assert abs(y.mean()) < 1e-4
    assert np.mean(y > 0.5 * (y.max() + y.min())) == pytest.approx(width, abs=0.011)
    middle = np.median(y[y > 0]) - np.median(y[y < 0])
    assert middle == pytest.approx(2.0, abs=0.05)


def test_the_width_follows_its_input_and_stays_a_pulse(stage: Stage) -> None:
    values = at(441.0, pulse__width=0.5, pulse__pwm_amt=0.2)
    narrow = stage.hear(8_820, values, {"control": -1.0})["pulse.y"][0, 4_410:]
    beyond = stage.hear(8_820, at(441.0, pulse__width=0.9, pulse__pwm_amt=0.45), {"control": 1.0})
    assert np.mean(narrow > 0) == pytest.approx(0.3, abs=0.011)
    assert np.ptp(beyond["pulse.y"][0, 4_410:]) > 1.9


def test_the_seven_saws_stand_where_they_should(stage: Stage) -> None:
    """A partial far up tells them apart: the outermost is as far off as asked, the others in between."""
    y = stage.hear(1 << 17, at(220.0, supersaw__mix=1.0, supersaw__detune=60.0, supersaw__width=0.0))
    for share in (-1.0, -0.5716, -0.1775, 0.181, 0.565, 0.9767):
        hertz = 8 * 220.0 * 2 ** (60 * share / 1200)
        frequency = pitch(y["supersaw.l"][0], hertz, 0.002)
        assert abs(cents(frequency, hertz)) < 1.0
    assert np.allclose(y["supersaw.l"], y["supersaw.r"], atol=1e-6)


@pytest.mark.parametrize("mix", [0.0, 0.5, 1.0])
def test_mix_keeps_the_power_and_width_parts_the_sides(stage: Stage, mix: float) -> None:
    y = stage.hear(4 * RATE, at(110.0, supersaw__mix=mix, supersaw__detune=80.0, supersaw__width=1.0))
    left, right = y["supersaw.l"][0], y["supersaw.r"][0]
    power = 10 * np.log10((np.mean(left**2) + np.mean(right**2)) / 2 * 3)
    assert abs(power) < 1.5
    together = np.corrcoef(left, right)[0, 1]
    assert together > 0.99 if mix == 0.0 else together < 0.6


def test_fm_sidebands_are_bessel_functions(stage: Stage) -> None:
    theta = (np.arange(4_096) + 0.5) * (2 * np.pi / 4_096)
    for index in (0.5, 1.0, 2.5):
        y = stage.hear(LONG, at(2_000.0, fm__carrier=1.0, fm__ratio=0.1303, fm__index=index))["fm.y"][0]
        for k in range(5):
            bessel = np.mean(np.cos(k * theta - index * np.sin(theta)))
            assert partial(y, 2_000.0 * (1 + 0.1303 * k)) == pytest.approx(abs(bessel), abs=2e-3)


def test_the_envelope_opens_the_index_and_feedback_fills_the_modulator(stage: Stage) -> None:
    plain = stage.hear(LONG, at(441.0, fm__index=0.0))["fm.y"][0]
    opened = stage.hear(LONG, at(220.5, fm__index=0.0, fm__env_amt=2.0), {"control": 1.0})["fm.y"][0]
    rough = stage.hear(LONG, at(441.0, fm__index=1.0, fm__feedback=1.0))["fm.y"][0]
    smooth = stage.hear(LONG, at(441.0, fm__index=1.0))["fm.y"][0]
    assert partial(plain, 882.0) < 1e-4
    assert partial(opened, 882.0) > 0.2
    assert partial(rough, 441.0 * 7) > 10 * partial(smooth, 441.0 * 7)
