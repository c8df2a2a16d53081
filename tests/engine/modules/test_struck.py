"""What the plucked string and the ringing modes are for, measured: pitch, decay, place, and silence."""

from collections.abc import Mapping

import numpy as np
import pytest

from auralis.engine.compiler.kernels import Kernels
from tests.engine.modules.spectra import cents, partial, pitch
from tests.engine.modules.stage import RATE, Stage


@pytest.fixture(scope="module")
def string(kernels: Kernels) -> Stage:
    return Stage(kernels, ("pluck",), ("pluck.y",), lanes=1)


@pytest.fixture(scope="module")
def bell(kernels: Kernels) -> Stage:
    return Stage(
        kernels,
        ("noise", "gain", "modal"),
        ("modal.l", "modal.r"),
        ("noise.y -> gain.x", "gain.y -> modal.x"),
        lanes=16,
    )


def plucked(string: Stage, seconds: float, values: Mapping[str, float], end: int | None = None) -> np.ndarray:
    given = {f"pluck.{k}": v for k, v in values.items()}
    return string.play(string.born(given), round(seconds * RATE), string.note(0, end))["pluck.y"][0]


def rung(bell: Stage, seconds: float, values: Mapping[str, float], end: int | None = None) -> np.ndarray:
    given = {"gain.gain": 0.0} | {(k if "." in k else f"modal.{k}"): v for k, v in values.items()}
    heard = bell.play(bell.born(given), round(seconds * RATE), bell.note(0, end))
    return np.array([heard["modal.l"][0], heard["modal.r"][0]])


def t60(y: np.ndarray, hertz: float, first: float, last: float) -> float:
    """Return the time in which a partial falls by 60 dB, from its level at two times."""
    size = 1 << 12
    parts = [partial(y[a : a + size], hertz) for a in (round(first * RATE), round(last * RATE))]
    return (last - first) * 3 / float(np.log10(parts[0] / parts[1]))


@pytest.mark.parametrize("hertz", [40.0, 61.7, 110.0, 196.0, 329.63, 523.25, 783.99, 1_000.0, 2_093.0])
@pytest.mark.parametrize("bright", [300.0, 1_800.0, 14_000.0])
def test_a_string_is_in_tune_however_it_is_damped(string: Stage, hertz: float, bright: float) -> None:
    values = {"freq": hertz, "bright": bright, "decay": 30.0, "position": 0.4}
    y = plucked(string, 2.0, values)[4_410:]
    assert abs(cents(pitch(y[: 1 << 16], hertz), hertz)) < 2.0


def test_a_string_loses_its_partials_as_asked(string: Stage) -> None:
    """Low ones in `decay`, those at `bright` in half of it."""
    y = plucked(string, 3.0, {"freq": 110.0, "decay": 4.0, "bright": 1_100.0, "tone": 14_000.0})
    assert t60(y, 110.0, 0.3, 2.3) == pytest.approx(4.0 / 1.01, rel=0.05)
    assert t60(y, 1_100.0, 0.3, 1.3) == pytest.approx(2.0, rel=0.1)


def test_where_a_string_is_plucked_its_partials_are_missing(string: Stage) -> None:
    y = plucked(string, 1.2, {"freq": 98.0, "position": 0.25, "decay": 30.0, "bright": 10_000.0})[2_000:]
    strong = [partial(y, 98.0 * n) for n in (1, 2, 3, 5, 6, 7)]
    assert partial(y, 98.0 * 4) < 0.1 * np.median(strong)


def test_a_string_carries_no_dc_and_ends_in_silence(string: Stage) -> None:
    y = plucked(string, 6.0, {"freq": 220.0, "decay": 2.0, "damper": 0.2}, end=RATE)
    assert np.abs(y[:RATE]).max() > 0.1
    assert abs(y[4_410 : 4_410 + 22_050].mean()) < 1e-3
    assert np.abs(y[2 * RATE :]).max() < 1e-4
    assert not y[5 * RATE :].any()


def test_a_string_plucked_anew_has_forgotten_the_note_before(string: Stage) -> None:
    """After silence nothing of the line's content comes back, even for a longer period."""
    instance = string.born({"pluck.freq": 500.0, "pluck.damper": 0.03, "pluck.level": 4.0})
    rows = string.note(0, 2_000)
    string.play(instance, 2 * RATE, rows)
    rows = string.program.set_parameter("pluck.freq", 30.0, 2 * RATE, 0) + string.program.set_parameter(
        "pluck.level", 0.0, 2 * RATE, 0
    )
    y = string.play(instance, RATE, [*rows, *string.note(2 * RATE)])["pluck.y"][0]
    assert np.abs(y).max() < 1e-6


@pytest.mark.parametrize(("stretch", "ratio"), [(1.0, 3.0), (2.0, 9.0), (0.5, 3**0.5)])
def test_modes_stand_at_powers_of_their_number(bell: Stage, stretch: float, ratio: float) -> None:
    values = {"freq": 200.0, "stretch": stretch, "scatter": 0.0, "beat": 0.0, "decay": 30.0, "tilt": 0.0}
    y = rung(bell, 2.0, values | {"bright": 14_000.0, "position": 0.11})[0]
    for wanted in (200.0, 200.0 * ratio):
        assert abs(cents(pitch(y[1_000:], wanted, 0.005), wanted)) < 0.5


def test_modes_beat_and_fall_sooner_the_higher_they_are(bell: Stage) -> None:
    still = {"freq": 200.0, "stretch": 1.0, "scatter": 0.0, "decay": 6.0, "tilt": 1.0, "position": 0.11}
    y = rung(bell, 4.0, still | {"beat": 0.0, "bright": 14_000.0})
    assert t60(y[0] + y[1], 200.0, 0.2, 3.2) == pytest.approx(6.0, rel=0.12)
    assert t60(y[0] + y[1], 600.0, 0.2, 1.2) == pytest.approx(2.0, rel=0.12)
    beating = rung(
        bell, 4.0, still | {"beat": 3.0, "tilt": 2.0, "bright": 100.0, "decay": 30.0, "width": 0.0}
    )[0]
    level = np.abs(beating[: 4 * RATE // 441 * 441].reshape(-1, 441)).max(axis=1)[20:]
    assert level.min() < 0.4 * level.max()


def test_a_damper_ends_them_and_width_parts_them(bell: Stage) -> None:
    y = rung(bell, 3.0, {"decay": 30.0, "damper": 0.3, "width": 1.0}, end=RATE)
    assert np.abs(y[:, RATE - 4_410 : RATE]).max() > 0.01
    assert not y[:, 2 * RATE :].any()
    assert np.abs(y[0] - y[1]).max() > 0.01
    middle = rung(bell, 0.2, {"width": 0.0})
    assert np.allclose(middle[0], middle[1], atol=1e-6)


def test_noise_bows_them(bell: Stage) -> None:
    values = {"gain.gain": 1.0, "level": 0.0, "freq": 300.0, "bright": 400.0, "beat": 0.0}
    y = rung(bell, 3.0, values)[0][RATE:]
    assert np.std(y) > 1e-3
    assert abs(cents(pitch(y, 300.0), 300.0)) < 20.0
