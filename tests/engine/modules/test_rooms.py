"""What the wide reverb is for, measured: how long it rings, low and high, and how dense it is."""

import numpy as np
import pytest

from auralis.engine.compiler.kernels import Kernels
from tests.engine.modules.rack import RATE, Rack, impulse, white


@pytest.fixture(scope="module")
def rack(kernels: Kernels) -> Rack:
    return Rack(kernels, ("fdn16",))


def reverberation_time(y: np.ndarray, low: float, high: float) -> float:
    """Return T60 in a band by Schroeder's backward integral, from -5 to -35 dB."""
    spectrum = np.fft.rfft(y, 2 * len(y))
    f = np.fft.rfftfreq(2 * len(y), 1 / RATE)
    octaves = np.log2(np.maximum(f, 1.0) / np.sqrt(low * high)) / np.log2(high / low)
    window = np.where(np.abs(octaves) < 0.5, 0.5 + 0.5 * np.cos(2 * np.pi * octaves), 0.0)
    band = np.fft.irfft(spectrum * window)[: len(y)]
    energy = np.cumsum(band[::-1] ** 2)[::-1]
    fall = 10 * np.log10(energy / energy[0])
    return float(2 * (np.argmax(fall < -35) - np.argmax(fall < -5)) / RATE)


@pytest.mark.parametrize(
    ("t60", "bright", "size"), [(4.0, 1.6, 1.0), (8.0, 3.0, 1.0), (3.0, 1.2, 0.5), (1.0, 0.5, 1.3)]
)
def test_it_rings_as_long_as_asked_low_and_high(rack: Rack, t60: float, bright: float, size: float) -> None:
    y = rack.run("fdn16", impulse(round(1.2 * t60 * RATE)), {"t60": t60, "bright": bright, "size": size})
    for side in y:
        assert reverberation_time(side, 100, 300) == pytest.approx(t60, rel=0.1)
        assert reverberation_time(side, 5_000, 10_000) == pytest.approx(bright, rel=0.1)


def test_echoes_fill_up_until_they_are_noise(rack: Rack) -> None:
    """J. S. Abel, P. Huang, "A simple, robust measure of reverberation echo density", 2006: noise has 1."""
    y = rack.run("fdn16", impulse(RATE), {"t60": 4.0, "bright": 4.0})[0]
    outside = [np.mean(np.abs(w) > w.std()) / 0.3173 for w in y[: 20 * 1_024].reshape(20, 1_024)]
    assert outside[1] < 0.2
    assert np.mean(outside[3:6]) < np.mean(outside[6:10]) < np.mean(outside[13:20])
    assert min(outside[13:]) > 0.85


def test_left_and_right_are_apart(rack: Rack) -> None:
    y = rack.run("fdn16", impulse(2 * RATE), {})
    assert abs(np.corrcoef(y)[0, 1]) < 0.1


def test_a_tail_ends_in_exact_silence(rack: Rack) -> None:
    x = np.zeros((2, 8 * RATE), np.float32)
    x[:, :RATE] = white(RATE)
    y = rack.run("fdn16", x, {"t60": 1.0, "bright": 0.8})
    assert y[:, : 2 * RATE].any()
    assert not y[:, 7 * RATE :].any()


def test_the_longest_room_is_stable(rack: Rack) -> None:
    x = np.zeros((2, 60 * RATE), np.float32)
    x[:, : 20 * RATE] = white(20 * RATE)
    y = rack.run("fdn16", x, {"t60": 30.0, "bright": 30.0, "sway": 12.0}, [(RATE, "size", 0.3)])
    seconds = y.reshape(2, 60, RATE).std(axis=(0, 2))
    assert seconds.max() < 10
    assert np.all(np.diff(seconds[20:]) < 0)


def test_a_room_keeps_no_dc(rack: Rack) -> None:
    y = rack.run("fdn16", np.ones((2, 20 * RATE), np.float32), {"t60": 2.0})
    assert np.abs(y[:, -RATE:]).max() < 1e-6


def test_walls_move_without_a_click(rack: Rack) -> None:
    x = np.tile(np.sin(2 * np.pi * 147 / RATE * np.arange(6 * RATE)).astype(np.float32), (2, 1))
    still = np.abs(np.diff(rack.run("fdn16", x, {"t60": 1.0}))).max()
    changes = [(RATE, "size", 1.5), (3 * RATE, "size", 0.4), (4 * RATE, "sway", 0.0)]
    moved = np.abs(np.diff(rack.run("fdn16", x, {"t60": 1.0, "sway": 12.0}, changes))).max()
    assert moved < 3 * still
