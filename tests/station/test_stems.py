"""Stems: each layer and the return by itself, and all of them together the mix."""

import numpy as np
import pytest

from auralis.composition import MusicalContext
from auralis.core.recipe import Change, Recipe
from auralis.core.units import Block
from auralis.engine import Kernels, load_kit
from auralis.station.offline import render, render_stems, stem_names
from auralis.station.recipes import new_recipe

RATE = 44_100
START, FRAMES = 57 * RATE + 11, 20 * RATE
LSB = 1.0 / 32_768


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    changes = (
        Change(5 * RATE, "chunk", {"layers.percussion.mute": True, "space": 0.7}),
        Change(70 * RATE, "chunk", {"layers.piano.gain": 0.3}),
    )
    return new_recipe(MusicalContext.of(), 7, "auralis", RATE).with_changes(changes)


@pytest.fixture(scope="module")
def rendered(recipe: Recipe, kernels: Kernels) -> tuple[Block, Block, Block]:
    """Return music, mix and stems across the seam of two segments."""
    music, mix, stems = zip(*render_stems(recipe, kernels, START, FRAMES, 9_999), strict=True)
    return np.hstack(music), np.hstack(mix), np.hstack(stems)


def test_the_music_is_the_same_with_stems(
    recipe: Recipe, kernels: Kernels, rendered: tuple[Block, Block, Block]
) -> None:
    alone = np.hstack(list(render(recipe, kernels, START, FRAMES)))
    assert np.array_equal(rendered[0].view(np.int32), alone.view(np.int32))


def test_stems_and_return_sum_to_the_mix_ahead_of_the_master(rendered: tuple[Block, Block, Block]) -> None:
    _, mix, stems = rendered
    assert mix.shape == (2, FRAMES)
    assert stems.shape == (2 * len(stem_names(load_kit("auralis"))), FRAMES)
    assert np.abs(mix).max() > 0.05
    assert np.abs(stems.reshape(-1, 2, FRAMES).sum(axis=0) - mix).max() < LSB


def test_the_mix_is_in_step_with_the_music(rendered: tuple[Block, Block, Block]) -> None:
    music, mix, _ = (x.astype(np.float64)[0, RATE : 11 * RATE] for x in rendered)
    quiet = np.abs(mix) < 0.1
    assert np.corrcoef(music[quiet], mix[quiet])[0, 1] > 0.999


def test_every_stem_is_a_layer_or_the_return(rendered: tuple[Block, Block, Block]) -> None:
    names = stem_names(load_kit("auralis"))
    assert names == ("pad", "piano", "bass", "bells", "air", "percussion", "effects")
    loud = {n: float(np.abs(rendered[2][2 * k : 2 * k + 2]).max()) for k, n in enumerate(names)}
    assert loud.pop("percussion") == 0.0, "muted before"
    loud.pop("bells")
    assert min(loud.values()) > 1e-3
