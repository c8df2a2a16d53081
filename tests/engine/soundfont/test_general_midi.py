"""The kit on a General MIDI font as distributions have it: near the built-in kit's loudness, and clean."""

from pathlib import Path

import numpy as np
import pyloudnorm
import pytest

from auralis.core.events import NoteEvent
from auralis.core.units import Block
from auralis.engine import Ensemble, Kernels, Kit, load_kit
from auralis.engine.soundfont.font import Font
from tests.engine.kit.kit_playing import PRESETS, RATE, controls, score

FONT = Path("/usr/share/sounds/sf2/TimGM6mb.sf2")


@pytest.fixture(scope="module")
def sampled() -> Kit:
    return load_kit("soundfont", Font.open(FONT))


def play(kit: Kit, kernels: Kernels, preset: str, notes: list[NoteEvent], seconds: int) -> Block:
    ensemble = Ensemble(kit, kernels, RATE, 0, controls(preset))
    ensemble.schedule(notes, [])
    out = np.empty((2, seconds * RATE), np.float32)
    ensemble.render(out)
    return out


@pytest.mark.parametrize("preset", PRESETS)
def test_it_is_about_as_loud_as_the_built_in_kit(sampled: Kit, kernels: Kernels, preset: str) -> None:
    notes = score(30.0)
    meter = pyloudnorm.Meter(RATE)
    sampled_lufs, built_in_lufs = (
        meter.integrated_loudness(play(kit, kernels, preset, notes, 30).T.astype(np.float64))
        for kit in (sampled, load_kit("auralis"))
    )
    assert abs(sampled_lufs - built_in_lufs) < 4


@pytest.mark.parametrize("layer", ["piano", "pad"])
def test_a_change_of_chords_does_not_click(sampled: Kit, kernels: Kernels, layer: str) -> None:
    chords = ((45, 52, 57, 60, 64), (48, 55, 59, 62, 67))
    notes = [NoteEvent(2 * RATE * k, 2 * RATE * (k + 1), layer, p, 60) for k in (0, 1) for p in chords[k]]
    sound = play(sampled, kernels, "focus", notes, 4)
    rough = np.abs(np.diff(sound, 3, axis=1)).max(axis=0)
    assert rough[2 * RATE - 500 : 2 * RATE + 2_000].max() < 4 * rough[:3_000].max() + 1e-3


def test_the_sampled_layers_go_to_the_room_in_full(sampled: Kit) -> None:
    sends = [cable for cable in sampled.effects.cables if cable.startswith(("in.pad", "in.piano"))]
    assert {"in.pad -> predelay.x", "in.piano -> predelay.x"} <= set(sends)
    values = sampled.values(controls("focus"))
    assert values["effects.room.t60"] == 3.0
    assert values["effects.wet.gain"] == 0.2


def test_it_falls_silent(sampled: Kit, kernels: Kernels) -> None:
    sound = play(sampled, kernels, "sleep", score(8.0), 40)
    assert np.abs(sound[:, 7 * RATE : 8 * RATE]).max() > 1e-3
    assert np.abs(sound[:, -RATE:]).max() < 1e-5
