"""The dry kit: the built-in kit's layers to the last bit, and nothing from the room."""

import numpy as np
import pytest

from auralis.engine import Ensemble, Kernels, Kit, load_kit
from tests.engine.kit.kit_playing import RATE, controls, score

SECONDS = 6


def stems(kit: Kit, kernels: Kernels, space: float) -> np.ndarray:
    player = Ensemble(kit, kernels, RATE, 0, controls(space=space), stems=True)
    player.schedule(score(SECONDS), [])
    out = np.zeros((player.rows, SECONDS * RATE), np.float32)
    player.render(out)
    return out


@pytest.mark.parametrize("space", [0.0, 1.0])
def test_its_return_is_silent_and_its_layers_are_the_built_in_kits(
    kit: Kit, kernels: Kernels, space: float
) -> None:
    wet, dry = stems(kit, kernels, space), stems(load_kit("dry"), kernels, space)
    assert np.array_equal(dry[:-2], wet[:-2])
    assert np.abs(wet[-2:]).max() > 1e-3
    assert not dry[-2:].any()
