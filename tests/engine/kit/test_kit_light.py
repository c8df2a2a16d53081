"""The light kit: the built-in kit's layers, values and loudness, with less to work out."""

import numpy as np
import pytest

from auralis.engine import Kernels, Kit, Master, load_kit
from tests.engine.kit.kit_playing import LAYERS, PRESETS, RATE, controls, ensemble, play, render, score
from tests.engine.kit.spectra import level, spectrum


@pytest.fixture(scope="module")
def light() -> Kit:
    return load_kit("light")


def test_it_has_the_same_layers_and_voicing(kit: Kit, light: Kit) -> None:
    assert light.layers == kit.layers == LAYERS
    own, built_in = light.values(controls()), kit.values(controls())
    assert own.items() <= built_in.items()
    assert {name for name in built_in if not name.startswith("effects.")} <= own.keys()


@pytest.mark.parametrize("preset", PRESETS)
def test_it_is_as_loud_and_as_bright(kit: Kit, light: Kit, kernels: Kernels, preset: str) -> None:
    full, lean = (play(k, kernels, score(12.0), 12.0, preset=preset) for k in (kit, light))
    assert level(lean) == pytest.approx(level(full), abs=1.5)
    shares = []
    for sound in (full, lean):
        frequency, power = spectrum(sound[0, 4 * RATE : 8 * RATE])
        shares.append(10.0 * np.log10(power[frequency > 1_000.0].sum() / power.sum()))
    assert shares[1] == pytest.approx(shares[0], abs=3.0)


def test_its_bed_is_wide_and_clean(light: Kit, kernels: Kernels) -> None:
    player = ensemble(light, kernels, 0, "focus")
    player.schedule(score(24.0), [])
    sound = render(player, 24 * RATE, master=Master(light, kernels, RATE, 0)).astype(np.float64)
    assert 0.05 < np.abs(sound).max() < 0.83
    assert np.abs(sound.mean(axis=1)).max() < 2e-3
    assert 0.6 < np.corrcoef(sound[0, 4 * RATE :], sound[1, 4 * RATE :])[0, 1] < 0.97


def test_it_falls_silent_too(light: Kit, kernels: Kernels) -> None:
    sound = play(light, kernels, score(12.0), 30.0)
    assert np.abs(sound[:, 11 * RATE : 12 * RATE]).max() > 1e-2
    assert np.abs(sound[:, 27 * RATE :]).max() < 1e-5


def test_block_size_never_changes_its_sound(light: Kit, kernels: Kernels) -> None:
    sounds = []
    for size in (4_410, 333):
        player = ensemble(light, kernels, 7)
        player.schedule(score(5.0, 7), [])
        sounds.append(render(player, 5 * RATE, size))
    assert np.array_equal(sounds[0].view(np.int32), sounds[1].view(np.int32))
