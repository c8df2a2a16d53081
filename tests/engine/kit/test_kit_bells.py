"""The bells: nearly harmonic, slow to fade, soft at the stroke, each pitch at its own place."""

import numpy as np
import pytest

from auralis.core.events import NoteEvent
from auralis.core.units import Block
from auralis.engine import Kernels, Kit
from auralis.engine.tuning import hertz
from tests.engine.kit.kit_playing import RATE, solo
from tests.engine.kit.spectra import level, peak

PITCH = 84


def bell(kit: Kit, kernels: Kernels, pitch: int = PITCH, velocity: int = 60, seconds: float = 6.0) -> Block:
    return solo(kit, kernels, "bells", [NoteEvent(0, 9 * RATE, "bells", pitch, velocity)], seconds)[0]


def test_partials_are_nearly_harmonic(kit: Kit, kernels: Kernels) -> None:
    sound, first = bell(kit, kernels, velocity=110).sum(axis=0)[2_000 : 2_000 + RATE], hertz(PITCH)
    for ratio in (2.003, 3.012, 4.17, 5.43):
        found = peak(sound, first * (ratio - 0.3), first * (ratio + 0.3))
        assert found / first == pytest.approx(ratio, rel=2e-3)


def test_it_falls_by_sixty_decibels_in_five_to_seven_seconds(kit: Kit, kernels: Kernels) -> None:
    sound = bell(kit, kernels)
    lost = level(sound[:, RATE : 2 * RATE]) - level(sound[:, 4 * RATE : 5 * RATE])
    assert 3.0 * 60.0 / 7.0 < lost < 3.0 * 60.0 / 5.0


def test_the_mallet_takes_six_to_sixteen_milliseconds(kit: Kit, kernels: Kernels) -> None:
    for velocity, onset in ((1, 0.016), (127, 0.006)):
        height = np.abs(bell(kit, kernels, velocity=velocity, seconds=0.1)).max(axis=0)
        early, late = int(0.25 * onset * RATE), int(1.2 * onset * RATE)
        assert height[:early].max() < 0.2 * height.max()
        assert height[:late].max() > 0.6 * height.max()


def test_pitches_stand_at_different_places_in_a_gentle_arc(kit: Kit, kernels: Kernels) -> None:
    leans = []
    for pitch in range(72, 93, 4):
        left, right = bell(kit, kernels, pitch, seconds=1.0).astype(np.float64)
        leans.append(10.0 * np.log10((left**2).sum() / (right**2).sum()))
    assert min(leans) < -1.0
    assert max(leans) > 1.0
    assert max(np.abs(leans)) < 9.0


def test_a_damped_bell_is_gone_in_two_seconds(kit: Kit, kernels: Kernels) -> None:
    sound, awake = solo(kit, kernels, "bells", [NoteEvent(0, RATE, "bells", PITCH, 90)], 6.0)
    assert level(sound[:, 2 * RATE : 3 * RATE]) < level(sound[:, RATE // 2 : RATE]) - 40.0
    assert awake[4:].max() == 0
