"""The percussion: a heartbeat, a shaker and a block of wood, never twice quite the same."""

import numpy as np
import pytest

from auralis.core.events import NoteEvent
from auralis.core.units import Block
from auralis.engine import Kernels, Kit
from tests.engine.kit.kit_playing import RATE, solo
from tests.engine.kit.spectra import level, median_frequency, peak

HEART, SHAKER, HIGH_WOOD, LOW_WOOD = 36, 70, 76, 77
SPANS = ((0.0, 0.006), (0.015, 0.03), (0.12, 0.2))


def stroke(kit: Kit, kernels: Kernels, pitch: int, frame: int = 0, velocity: int = 90) -> Block:
    notes = [NoteEvent(frame, frame + RATE // 4, "percussion", pitch, velocity)]
    return solo(kit, kernels, "percussion", notes, 2.0)[0][:, frame:]


def test_the_heart_falls_from_88_to_48_hertz(kit: Kit, kernels: Kernels) -> None:
    sound = stroke(kit, kernels, HEART)[0]
    crossings = np.flatnonzero((sound[:-1] < 0.0) & (sound[1:] >= 0.0)) / RATE
    periods = np.diff(np.concatenate(([0.0], crossings)))
    assert 1.0 / periods[0] == pytest.approx(82.0, abs=6.0), "88 Hz and falling"
    later = np.flatnonzero((crossings > 0.18) & (crossings < 0.3))
    assert 1.0 / periods[later].mean() == pytest.approx(48.5, abs=1.5)


def test_the_heart_swells_in_six_milliseconds_and_decays_in_a_tenth_of_a_second(
    kit: Kit, kernels: Kernels
) -> None:
    sound = stroke(kit, kernels, HEART)
    loudest = int(np.abs(sound[0]).argmax())
    assert 0.002 * RATE < loudest < 0.03 * RATE
    lost = level(sound[:, RATE // 20 : RATE // 10]) - level(sound[:, 3 * RATE // 20 : RATE // 5])
    assert lost == pytest.approx(20.0 * np.log10(np.e) * 0.1 / 0.11, abs=2.0)
    assert np.array_equal(sound[0], sound[1]), "in the middle"


def test_the_shaker_is_a_soft_band_round_four_kilohertz(kit: Kit, kernels: Kernels) -> None:
    sound = stroke(kit, kernels, SHAKER)
    assert 3_000.0 < median_frequency(sound[0, : RATE // 4]) < 6_500.0
    first, second, last = (level(sound[:, int(a * RATE) : int(b * RATE)]) for a, b in SPANS)
    assert second > first + 6.0, "it rises over 18 ms"
    assert second > last + 15.0, "and decays with a time constant of 45 ms"


@pytest.mark.parametrize(("pitch", "low", "high"), [(HIGH_WOOD, 790.0, 870.0), (LOW_WOOD, 590.0, 650.0)])
def test_the_wood_has_two_short_modes(
    kit: Kit, kernels: Kernels, pitch: int, low: float, high: float
) -> None:
    sound = stroke(kit, kernels, pitch)[0]
    first = peak(sound[: RATE // 10], low, high)
    assert peak(sound[: RATE // 10], 100.0, 10_000.0) == first
    assert peak(sound[: RATE // 20], 2.3 * first, 3.3 * first) / first == pytest.approx(2.76, rel=0.02)
    early, late = (level(sound[int(s * RATE) : int((s + 0.02) * RATE)]) for s in (0.02, 0.07))
    assert early - late == pytest.approx(30.0, abs=5.0), "60 dB in a tenth of a second"


@pytest.mark.parametrize("pitch", [SHAKER, HIGH_WOOD])
def test_strokes_differ_by_their_position_alone(kit: Kit, kernels: Kernels, pitch: int) -> None:
    first, again = stroke(kit, kernels, pitch, 1_000), stroke(kit, kernels, pitch, 1_000)
    later = stroke(kit, kernels, pitch, 1_320)
    assert np.array_equal(first, again)
    assert not np.array_equal(first[:, : RATE // 4], later[:, : RATE // 4])
    assert abs(level(first[:, : RATE // 4]) - level(later[:, : RATE // 4])) < 3.0


def test_strokes_sleep_soon(kit: Kit, kernels: Kernels) -> None:
    notes = [NoteEvent(0, RATE // 4, "percussion", p, 100) for p in (HEART, SHAKER, HIGH_WOOD)]
    sound, awake = solo(kit, kernels, "percussion", notes, 4.0)
    assert np.abs(sound[:, : RATE // 4]).max() > 1e-2
    assert not sound[:, RATE:].any()
    assert awake.max() == 0, "after each second"
