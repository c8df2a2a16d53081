"""The air: noise in the preset's band, or round its own pitch, wide, and slow to come and go."""

import numpy as np
import pytest

from auralis.core.events import NoteEvent
from auralis.core.units import Block
from auralis.engine import Kernels, Kit
from auralis.engine.kits.auralis.presets import PRESETS
from auralis.engine.tuning import hertz
from tests.engine.kit.kit_playing import RATE, play, solo
from tests.engine.kit.spectra import level, median_frequency, spectrum


def breath(
    kit: Kit, kernels: Kernels, pitch: int = 60, seconds: float = 14.0, preset: str = "focus"
) -> Block:
    notes = [NoteEvent(0, 12 * RATE, "air", pitch, 50)]
    return solo(kit, kernels, "air", notes, seconds, preset)[0]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_breath_wanders_in_the_band_of_its_preset(kit: Kit, kernels: Kernels, preset: str) -> None:
    sound = breath(kit, kernels, preset=preset)
    middles = [median_frequency(sound[0, k * RATE : (k + 2) * RATE]) for k in range(3, 11, 2)]
    own = PRESETS[preset]
    assert own.low * 0.6 < min(middles)
    assert max(middles) < own.high * 1.2
    assert max(middles) > 1.1 * min(middles)


@pytest.mark.parametrize("pitch", [78, 84, 96])
def test_an_event_gathers_round_its_pitch(kit: Kit, kernels: Kernels, pitch: int) -> None:
    frequency, power = spectrum(breath(kit, kernels, pitch)[0, 3 * RATE : 11 * RATE])
    near = np.abs(np.log2(np.maximum(frequency, 1.0) / hertz(pitch))) < 0.25
    assert power[near].sum() > 0.8 * power.sum()


def test_gathered_or_not_it_is_as_loud(kit: Kit, kernels: Kernels) -> None:
    levels = [level(breath(kit, kernels, pitch)[:, 5 * RATE : 11 * RATE]) for pitch in (60, 72, 84, 96)]
    assert max(levels) - min(levels) < 3.0


def test_left_and_right_blow_for_themselves(kit: Kit, kernels: Kernels) -> None:
    sound = breath(kit, kernels).astype(np.float64)
    assert abs(np.corrcoef(sound[:, 2 * RATE : 12 * RATE])[0, 1]) < 0.1


def test_it_comes_and_goes_slowly(kit: Kit, kernels: Kernels) -> None:
    sound = breath(kit, kernels, seconds=18.0)
    levels = [level(sound[:, k * RATE // 2 : (k + 1) * RATE // 2]) for k in range(36)]
    assert levels[0] < max(levels) - 20.0
    assert levels[1] < max(levels) - 6.0
    assert levels[25] > max(levels) - 20.0, "half a second after its end"
    assert not sound[:, -RATE:].any()


def test_brightness_lifts_the_band(kit: Kit, kernels: Kernels) -> None:
    notes = [NoteEvent(0, 8 * RATE, "air", 60, 60)]
    dark, clear = (play(kit, kernels, notes, 8.0, brightness=b) for b in (0.1, 0.9))
    assert median_frequency(clear[0, 4 * RATE :]) > 1.5 * median_frequency(dark[0, 4 * RATE :])
