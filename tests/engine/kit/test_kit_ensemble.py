"""The kit as a segment's ensemble: block sizes, snapshots, tails, controls, levels."""

import numpy as np
import pytest

from auralis.core.events import ControlEvent, NoteEvent
from auralis.core.units import Block
from auralis.engine import Kernels, Kit, Master
from tests.engine.kit.kit_playing import LAYERS, PRESETS, RATE, ensemble, play, render, score

START = 3 * RATE + 7


def decibels(block: Block) -> float:
    """Return the level of a block in dB."""
    return 10.0 * float(np.log10(np.square(block, dtype=np.float64).mean() + 1e-20))


@pytest.mark.parametrize(("block", "seconds"), [(1, 0.4), (64, 10.0), (333, 10.0), (44_100, 10.0)])
def test_block_size_never_changes_the_sound(kit: Kit, kernels: Kernels, block: int, seconds: float) -> None:
    frames, sounds = int(seconds * RATE), []
    moves = [
        ControlEvent(START + 5_001, "brightness", 0.9),
        ControlEvent(START + 9_999, "layers.pad.gain", 0.0),
    ]
    for size in (4_410, block):
        player = ensemble(kit, kernels, START)
        player.schedule(score(seconds, START), moves)
        sounds.append(render(player, frames, size, Master(kit, kernels, RATE, START)))
    assert np.array_equal(sounds[0].view(np.int32), sounds[1].view(np.int32))


def test_a_snapshot_in_the_middle_of_notes_continues(kit: Kit, kernels: Kernels) -> None:
    player = ensemble(kit, kernels, START)
    player.schedule(score(12.0, START), [])
    render(player, 5 * RATE + 11, 999)
    kept = player.snapshot()
    first = render(player, 4 * RATE)
    other = ensemble(kit, kernels, START)
    other.schedule(score(12.0, START), [])
    other.restore(kept)
    assert other.position == START + 5 * RATE + 11
    assert np.array_equal(first.view(np.int32), render(other, 4 * RATE, 777).view(np.int32))


def test_what_is_to_come_changes_nothing_before_it(kit: Kit, kernels: Kernels) -> None:
    notes = score(12.0)
    whole = play(kit, kernels, notes, 6.0)
    part = play(kit, kernels, [n for n in notes if n.frame < 6 * RATE], 6.0)
    assert np.array_equal(whole, part)


@pytest.mark.parametrize("preset", PRESETS)
def test_it_falls_silent_within_fifteen_seconds_of_its_last_note(
    kit: Kit, kernels: Kernels, preset: str
) -> None:
    sound = play(kit, kernels, score(24.0), 60.0, preset=preset)
    assert np.abs(sound[:, 23 * RATE : 24 * RATE]).max() > 1e-2
    assert np.abs(sound[:, (24 + 15) * RATE :]).max() < 1e-5
    assert not sound[:, -RATE:].any() or preset != "bright"


@pytest.mark.parametrize(
    ("control", "value"),
    [
        ("brightness", 0.0),
        ("brightness", 1.0),
        ("space", 0.0),
        ("space", 1.0),
        ("layers.pad.gain", 0.0),
        ("layers.pad.gain", 2.0),
        ("layers.piano.gain", 0.0),
        ("layers.bass.gain", 2.0),
        ("layers.bells.gain", 0.0),
        ("layers.air.gain", 2.0),
        ("layers.percussion.gain", 0.0),
    ],
)
def test_controls_glide_without_a_step(kit: Kit, kernels: Kernels, control: str, value: float) -> None:
    at = 6 * RATE + 13
    struck = ("piano", "bells", "percussion")
    notes = [n for n in score(12.0) if n.layer not in struck or abs(n.frame - at) > RATE // 2]
    sound = play(kit, kernels, notes, 9.0, [ControlEvent(at, control, value)])
    still = play(kit, kernels, notes, 9.0)
    assert np.array_equal(sound[:, :at], still[:, :at])
    around = slice(at - 100, at + RATE // 2)
    rough, usual = (np.abs(np.diff(s[:, around], 3, axis=1)).max() for s in (sound, still))
    louder = max(1.0, 10.0 ** ((decibels(sound[:, -RATE:]) - decibels(still[:, -RATE:])) / 20.0))
    assert rough < 2.0 * louder * usual + 1e-5
    assert np.abs(sound - still).max() > 1e-4


def test_a_gain_arrives_within_a_quarter_of_a_second(kit: Kit, kernels: Kernels) -> None:
    notes = [NoteEvent(0, 10 * RATE, "bass", 40, 80)]
    sound = play(kit, kernels, notes, 8.0, [ControlEvent(6 * RATE, "layers.bass.gain", 0.0)])
    assert decibels(sound[:, 5 * RATE : 6 * RATE]) > -45.0
    assert (
        decibels(sound[:, 6 * RATE + RATE // 4 : 7 * RATE]) < decibels(sound[:, 5 * RATE : 6 * RATE]) - 40.0
    )


def test_a_muted_layer_is_silent(kit: Kit, kernels: Kernels) -> None:
    assert not play(kit, kernels, score(4.0), 4.0, **dict.fromkeys(LAYERS, 0.0)).any()


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_sounds_when_all_others_are_muted(
    kit: Kit, kernels: Kernels, layer: str, preset: str
) -> None:
    gains = dict.fromkeys(LAYERS, 0.0) | {layer: 1.0}
    assert -70.0 < decibels(play(kit, kernels, score(6.0), 6.0, preset=preset, **gains)) < -15.0


@pytest.mark.parametrize("preset", PRESETS)
def test_the_bed_is_even_and_clean(kit: Kit, kernels: Kernels, preset: str) -> None:
    player = ensemble(kit, kernels, 0, preset)
    player.schedule(score(40.0), [])
    sound = render(player, 40 * RATE, master=Master(kit, kernels, RATE, 0)).astype(np.float64)
    seconds = [decibels(sound[:, k * RATE : (k + 1) * RATE]) for k in range(4, 40)]
    assert min(seconds) > -40.0
    assert np.abs(sound).max() < 0.83
    assert np.abs(sound.mean(axis=1)).max() < 2e-3
    correlation = np.corrcoef(sound[0, 4 * RATE :], sound[1, 4 * RATE :])[0, 1]
    assert 0.6 < correlation < 0.97


def test_space_is_wet_and_brightness_is_bright(kit: Kit, kernels: Kernels) -> None:
    notes = score(8.0)
    dry, wet = (play(kit, kernels, notes, 12.0, space=s) for s in (0.0, 1.0))
    assert decibels(wet[:, 10 * RATE :]) > decibels(dry[:, 10 * RATE :]) + 4.0
    dark, clear = (play(kit, kernels, notes, 8.0, brightness=b) for b in (0.0, 1.0))
    shares = []
    for sound in (dark, clear):
        power = np.abs(np.fft.rfft(sound[0, 2 * RATE :])) ** 2
        frequency = np.arange(power.size) * (RATE / (2.0 * (power.size - 1)))
        shares.append(power[frequency > 1_500.0].sum() / power.sum())
    assert shares[1] > 4.0 * shares[0]


def test_the_loudest_music_stays_below_the_ceiling(kit: Kit, kernels: Kernels) -> None:
    notes = [NoteEvent(k * 2_000, 6 * RATE, "piano", 40 + 3 * (k % 17), 127) for k in range(24)]
    notes += [NoteEvent(0, 6 * RATE, "pad", p, 127) for p in (45, 52, 57, 60, 64)]
    player = ensemble(kit, kernels, 0, "bright", pad=2.0, piano=2.0, bass=2.0)
    player.schedule(sorted(notes), [])
    assert np.abs(render(player, 6 * RATE, master=Master(kit, kernels, RATE, 0))).max() <= 0.8301
