"""Every note of every instrument begins, ends, and stays within its bounds."""

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import pytest

from auralis.core.errors import InvalidValue
from auralis.core.events import NoteEvent
from auralis.engine import Ensemble, Kernels, Kit, Master
from auralis.engine.tuning import hertz
from tests.engine.kit.kit_playing import LAYERS, PRESETS, RATE, controls, ensemble, render, score, solo

TUNED = ("pad", "piano", "bass", "bells")
GROUPS = {"piano": 3}
"""SIMD groups of a voice, where that is not one (or a share of one)."""
GOLDEN = Path(__file__).parents[2] / "golden" / "kit.json"


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("pitch", [24, 48, 69, 96, 108])
def test_every_note_sounds_and_ends(kit: Kit, kernels: Kernels, name: str, pitch: int) -> None:
    notes = [NoteEvent(1_000, 3 * RATE, name, pitch, 80)]
    sound, awake = solo(kit, kernels, name, notes, 30.0, "sleep")
    assert not sound[:, :1_000].any()
    assert np.abs(sound[:, 1_000 : 3 * RATE]).max() > 1e-4
    release = kit.instruments[name].release
    assert awake[3 + int(release) + 1 :].max() == 0
    assert not sound[:, -RATE:].any()


@pytest.mark.parametrize("name", TUNED)
def test_notes_are_in_tune(kit: Kit, kernels: Kernels, name: str) -> None:
    pitch = {"bass": 40, "bells": 81}.get(name, 57)
    sound, _ = solo(kit, kernels, name, [NoteEvent(0, 9 * RATE, name, pitch, 70)], 9.0)
    window = np.hanning(4 * RATE)
    spectrum = np.abs(np.fft.rfft(sound.sum(axis=0)[4 * RATE : 8 * RATE] * window))
    near = np.arange(spectrum.size) / 4.0
    band = (near > hertz(pitch) * 0.97) & (near < hertz(pitch) * 1.03)
    found = (near[band] * spectrum[band] ** 2).sum() / (spectrum[band] ** 2).sum()
    assert abs(1200.0 * np.log2(found / hertz(pitch))) < 4.0


def test_the_other_rate_keeps_pitch_and_level(kit: Kit, kernels: Kernels) -> None:
    sounds = {}
    for rate in (RATE, 48_000):
        player = Ensemble(kit, kernels, rate, 0, controls())
        player.schedule([NoteEvent(0, 3 * rate, "piano", 69, 70)], [])
        sounds[rate] = np.zeros((2, 3 * rate), np.float32)
        player.render(sounds[rate])
        spectrum = np.abs(np.fft.rfft(sounds[rate][0] * np.hanning(3 * rate)))
        assert abs(int(spectrum.argmax()) / 3.0 - 440.0) < 1.0
    powers = [np.square(s, dtype=np.float64).mean() for s in sounds.values()]
    assert powers[1] == pytest.approx(powers[0], rel=0.1)


@pytest.mark.parametrize("name", LAYERS)
def test_polyphony_is_bounded_without_a_click(kit: Kit, kernels: Kernels, name: str) -> None:
    bound = kit.instruments[name].polyphony
    crowd = [NoteEvent(RATE + 2_000 * k, 6 * RATE, name, 52, 40) for k in range(bound + 12)]
    sound, awake = solo(kit, kernels, name, crowd, 9.0)
    assert awake.max() <= (bound + 6) * GROUPS.get(name, 1)
    few = solo(kit, kernels, name, crowd[:bound], 9.0)[0]
    step = np.abs(np.diff(sound, 3, axis=1)).max()
    assert step < 2.0 * np.abs(np.diff(few, 3, axis=1)).max() + 2e-3 * np.abs(few).max()


@pytest.mark.parametrize("name", LAYERS)
def test_every_note_is_within_the_parameters_ranges(kit: Kit, kernels: Kernels, name: str) -> None:
    program = kernels.program(kit.instruments[name].patch, RATE)
    for pitch in range(128):
        for velocity in (1, 20, 64, 100, 127):
            for parameter, value in kit.instruments[name].note(pitch, velocity).items():
                rows = program.set_parameter(parameter, value, 0, 0)
                assert rows, "a value out of range would be refused"


def test_harder_piano_blows_are_louder_and_brighter(kit: Kit, kernels: Kernels) -> None:
    levels, centres = [], []
    for velocity in (20, 50, 80, 110):
        sound, _ = solo(kit, kernels, "piano", [NoteEvent(0, 2 * RATE, "piano", 60, velocity)], 2.0)
        power = np.abs(np.fft.rfft(sound[0])) ** 2
        levels.append(power.sum())
        centres.append((np.arange(power.size) * power).sum() / power.sum())
    assert levels == sorted(levels)
    assert centres == sorted(centres)


@pytest.mark.parametrize("preset", PRESETS)
def test_values_are_within_the_parameters_ranges(kit: Kit, kernels: Kernels, preset: str) -> None:
    for low in (0.0, 0.5, 1.0):
        for bpm in (40.0, 45.5, 60.0, 200.0):
            born = ensemble(kit, kernels, 0, preset, brightness=low, space=1.0 - low, bpm=bpm, pad=2.0 * low)
            assert born.position == 0, "a value out of range would be refused"


def test_an_unknown_preset_is_refused(kit: Kit) -> None:
    with pytest.raises(InvalidValue, match="focus, meditation, sleep, bright"):
        kit.values({**controls(), "preset": "party"})


def test_the_kit_sounds_as_it_did(kit: Kit, kernels: Kernels) -> None:
    """The golden hashes: a change of one bit of an instrument's sound must be meant."""
    notes = score(4.0)
    sounds = {n: solo(kit, kernels, n, [x for x in notes if x.layer == n], 6.0)[0] for n in LAYERS}
    player = ensemble(kit, kernels)
    player.schedule(notes, [])
    sounds["kit"] = render(player, 6 * RATE, master=Master(kit, kernels, RATE, 0))
    digests = {name: hashlib.sha256(sound.tobytes()).hexdigest() for name, sound in sounds.items()}
    if os.environ.get("AURALIS_WRITE_GOLDEN"):
        GOLDEN.write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n")
    assert json.loads(GOLDEN.read_text()) == digests
