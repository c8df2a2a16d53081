"""What convolution, freeze and grains are for, measured."""

import numpy as np
import pytest

from auralis.engine.compiler.kernels import Kernels
from auralis.engine.sound import Sound
from tests.engine.modules.rack import RATE, Rack, decibels, impulse, sine, white

RESPONSE = white(3_000, 0.05, seed=7) * np.exp(-np.arange(3_000) / 700).astype(np.float32)


@pytest.fixture(scope="module")
def rack(kernels: Kernels) -> Rack:
    sounds = {"convolution": {"response": Sound.of(RESPONSE, RATE)}}
    return Rack(kernels, ("convolution", "freeze", "grains"), sounds)


def pitch(y: np.ndarray) -> float:
    """Return the frequency of the strongest partial, by a parabola through the peak of its log spectrum."""
    level = np.log(np.abs(np.fft.rfft(y * np.hanning(len(y)))) + 1e-30)
    k = int(level.argmax())
    a, b, c = level[k - 1 : k + 2]
    return float((k + 0.5 * (a - c) / (a - 2 * b + c)) * RATE / len(y))


def test_convolution_is_convolution_512_frames_late(rack: Rack) -> None:
    x = white(6_000, 0.5)
    y = rack.run("convolution", x, {})
    for side in range(2):
        expected = np.convolve(x[side].astype(np.float64), RESPONSE[side].astype(np.float64))[: 6_000 - 512]
        assert np.abs(y[side, 512:] - expected).max() < 1e-5
    assert not y[:, :512].any()


@pytest.mark.parametrize("length", [1, 512, 60_000, 65_024, 80_000])
def test_a_response_is_heard_to_its_end_or_to_the_longest(kernels: Kernels, length: int) -> None:
    last = min(length, 65_024) - 1
    response = np.zeros((2, length), np.float32)
    response[:, last] = (0.5, -0.25)
    rack = Rack(kernels, ("convolution",), {"convolution": {"response": Sound.of(response, RATE)}})
    y = rack.run("convolution", impulse(last + 1_000), {})
    heard = np.flatnonzero(np.abs(y).max(axis=0) > 1e-4)
    assert heard.tolist() == [last + 512]
    assert y[:, last + 512] == pytest.approx([0.5, -0.25], abs=1e-5)


def test_convolution_starts_anywhere(rack: Rack) -> None:
    x = white(4_000, 0.5)
    one, two = (rack.run("convolution", x, {}, position=p) for p in (0, 12_345))
    assert np.abs(one - two).max() < 1e-5


def frozen(rack: Rack, x: np.ndarray, seconds: int, **values: float) -> np.ndarray:
    """Return what is heard after x was frozen at its end, from half a second later on."""
    silent = np.zeros((2, seconds * RATE), np.float32)
    given = {"freeze": 0.0, "blur": 0.0} | values
    y = rack.run("freeze", np.concatenate([x, silent], axis=1), given, [(x.shape[1] - 1_000, "freeze", 1.0)])
    return y[:, x.shape[1] + RATE // 2 :]


def test_unfrozen_sound_passes(rack: Rack) -> None:
    x = white(5_000)
    assert np.array_equal(rack.run("freeze", x, {}), x)


@pytest.mark.parametrize("frequency", [110.0, 437.3, 3_001.7])
def test_a_frozen_tone_keeps_pitch_and_level(rack: Rack, frequency: float) -> None:
    y = frozen(rack, sine(frequency, RATE, 0.4), 6)
    for second in (0, 4):
        heard = y[0, second * RATE : (second + 1) * RATE]
        assert pitch(heard) == pytest.approx(frequency, rel=0.0006)
        assert decibels(heard.std() / (0.4 * 0.5**0.5)) == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize("blur", [0.0, 0.15, 0.5, 1.0])
def test_frozen_noise_is_nearly_as_loud_and_repeats_nothing(rack: Rack, blur: float) -> None:
    x = white(RATE, 0.5)
    y = frozen(rack, x, 6, blur=blur)[0]
    assert -3.5 < decibels(y.std() / x.std()) < 0.5
    ends = np.arange(RATE // 2, len(y) - 1, RATE // 2)
    levels = [y[a - RATE // 2 : a].std() for a in ends]
    assert decibels(max(levels) / min(levels)) < 1.5
    spectrum = np.abs(np.fft.rfft(y, 2 * len(y))) ** 2
    likeness = np.fft.irfft(spectrum)[: len(y)]
    assert np.abs(likeness[[512, 1_024, 2_048, 4_096]]).max() < 0.35 * likeness[0]


def test_frozen_sides_stay_apart(rack: Rack) -> None:
    x = sine(500.0, RATE, 0.3)
    x[1] = sine(700.0, RATE, 0.1)[0]
    y = frozen(rack, x, 2)
    assert pitch(y[0]) == pytest.approx(500, abs=0.5)
    assert pitch(y[1]) == pytest.approx(700, abs=0.5)
    assert y[0].std() == pytest.approx(3 * y[1].std(), rel=0.05)


def test_letting_go_lets_the_sound_pass_again(rack: Rack) -> None:
    x = white(4 * RATE, 0.3)
    y = rack.run("freeze", x, {}, [(RATE, "freeze", 1.0), (2 * RATE, "freeze", 0.0)])
    assert not np.array_equal(y[:, RATE + 9_000 : 2 * RATE], x[:, RATE + 9_000 : 2 * RATE])
    assert np.array_equal(y[:, 3 * RATE :], x[:, 3 * RATE :])


ALONE = {"size": 0.02, "spread": 0.5, "scatter": 0.0, "reverse": 0.0, "width": 0.0}


@pytest.mark.parametrize("density", [4.0, 10.0])
def test_grains_come_as_densely_as_asked(rack: Rack, density: float) -> None:
    x = np.full((2, 21 * RATE), 0.5, np.float32)
    y = rack.run("grains", x, ALONE | {"density": density})[0, RATE:]
    beginnings = np.count_nonzero((y[1:] > 1e-4) & (y[:-1] <= 1e-4))
    assert 0.75 * density * 20 < beginnings <= 1.03 * density * 20


@pytest.mark.parametrize(
    ("semitones", "expected"), [(-12.0, 220.5), (0.0, 441.0), (7.0, 660.75), (12.0, 882.0)]
)
def test_grains_are_transposed(rack: Rack, semitones: float, expected: float) -> None:
    y = rack.run("grains", sine(441.0, 8 * RATE, 0.5), {"pitch": semitones, "scatter": 0.0, "size": 0.4})
    spectrum = np.abs(np.fft.rfft(y[0, 2 * RATE :] * np.hanning(6 * RATE)))
    f = np.fft.rfftfreq(6 * RATE, 1 / RATE)
    centre = np.sum(spectrum**2 * f) / np.sum(spectrum**2)
    assert centre == pytest.approx(expected, rel=0.003)


def test_backward_grains_play_backwards(rack: Rack) -> None:
    """A sweep upwards, heard backwards, falls."""
    turn = np.cumsum(200.0 + np.arange(3 * RATE) * (1_000.0 / RATE)) / RATE
    x = np.tile(np.sin(2 * np.pi * turn).astype(np.float32), (2, 1))
    slopes = []
    for chance in (0.0, 1.0):
        values = {"density": 1.0, "size": 0.5, "spread": 0.0, "scatter": 0.0, "reverse": chance}
        y = rack.run("grains", x, values | {"width": 0.0})[0, RATE:]
        loud = np.flatnonzero(np.abs(y) > 0.02)
        grain = y[loud[0] : loud[0] + RATE // 3]
        slopes.append(pitch(grain[-6_000:]) - pitch(grain[:6_000]))
    assert slopes[0] > 30
    assert slopes[1] < -30


def test_a_cloud_is_about_as_loud_as_its_sound(rack: Rack) -> None:
    x = white(8 * RATE, 0.5)
    for density in (20.0, 60.0, 200.0):
        y = rack.run("grains", x, {"density": density})[:, 3 * RATE :]
        assert decibels(y.std() / x.std()) == pytest.approx(0.0, abs=3.0)


def test_grains_keep_to_the_middle_or_go_to_the_sides(rack: Rack) -> None:
    x = white(4 * RATE, 0.5)
    middle, wide = (rack.run("grains", x, {"width": w})[:, 2 * RATE :] for w in (0.0, 1.0))
    assert np.abs(middle[0] - middle[1]).max() < 1e-5
    assert np.corrcoef(wide)[0, 1] < 0.75


def test_a_cloud_is_a_function_of_its_position(rack: Rack) -> None:
    x = white(8 * RATE, 0.5)
    late = 64 * 1_000
    whole = rack.run("grains", x, {}, position=0)
    part = rack.run("grains", x[:, late:], {}, position=late)
    assert np.abs(whole[:, late + 3 * RATE :] - part[:, 3 * RATE :]).max() < 2e-3


def test_a_cloud_that_is_grained_again_lasts_longer_and_ends(rack: Rack) -> None:
    x = np.zeros((2, 30 * RATE), np.float32)
    x[:, :RATE] = white(RATE, 0.5)
    once, again = (rack.run("grains", x, {"feedback": f}) for f in (0.0, 0.5))
    assert not once[:, 4 * RATE :].any()
    assert again[:, 4 * RATE : 5 * RATE].any()
    assert np.abs(again[:, -RATE:]).max() < 1e-3


def test_an_impulse_is_heard_within_the_spread(rack: Rack) -> None:
    y = rack.run("grains", impulse(3 * RATE), {"size": 0.1, "spread": 0.3, "density": 100.0, "reverse": 0.0})
    heard = np.flatnonzero(np.abs(y).max(axis=0) > 1e-6)
    assert heard[0] > 0
    assert heard[-1] < 0.45 * RATE
