"""Primitives against float64 truth, in range and accuracy; their compiled and NumPy bodies bit for bit."""

from collections.abc import Callable

import numba
import numpy as np
import pytest

from auralis.engine import primitives as p
from auralis.engine.simd import fload, vstore

GRID = np.linspace(-1.0, 1.0, 4_096, dtype=np.float32)
LAWS: dict[str, tuple[Callable[..., np.ndarray], np.ndarray, Callable[..., np.ndarray], float]] = {
    "exp2": (p.exp2, GRID * 100, np.exp2, 4e-7),
    "sin_turn": (p.sin_turn, GRID, lambda x: np.sin(2 * np.pi * x), 4e-6),
    "cos_turn": (p.cos_turn, GRID, lambda x: np.cos(2 * np.pi * x), 4e-6),
    "tan_pi": (p.tan_pi, (GRID + 1) * np.float32(0.165), lambda x: np.tan(np.pi * x), 3e-5),
    "tanh": (p.tanh, GRID * 8, np.tanh, 2e-4),
    "sqrt": (p.sqrt, GRID + 1, np.sqrt, 1e-7),
    "floor_i": (p.floor_i, GRID * 1_000, np.floor, 0.0),
    "snap": (p.snap, GRID, lambda x: x, 0.0),
}


@pytest.mark.parametrize("name", LAWS)
def test_accuracy(name: str) -> None:
    function, x, truth, error = LAWS[name]
    expected = truth(x.astype(np.float64))
    assert np.abs(function(x) - expected).max() <= error * max(1.0, np.abs(expected).max())


@pytest.mark.parametrize("name", [n for n in LAWS if n != "floor_i"])
def test_compiled_and_numpy_bodies_agree_bit_for_bit(name: str) -> None:
    function, x, _, _ = LAWS[name]

    @numba.njit(boundscheck=False)
    def compiled(state: np.ndarray) -> None:
        for k in range(0, 4_096, 16):
            vstore(state, k, function(fload(state, k, 16)))

    state = x.copy()
    compiled(state)
    assert np.array_equal(state.view(np.int32), function(x).view(np.int32))


def test_noise_is_white_and_does_not_repeat_after_2_to_the_32() -> None:
    lanes = np.arange(16, dtype=np.int32)
    key = p.noise_key(lanes, 99, 0)
    sound = np.array([p.white(key, t) for t in range(4_000)])
    assert abs(sound.mean()) < 0.01
    assert sound.std() == pytest.approx(3**-0.5, abs=0.01)
    assert abs(np.corrcoef(sound[1:, 0], sound[:-1, 0])[0, 1]) < 0.05
    later = p.noise_key(lanes, 99, 1 << 32)
    assert not np.array_equal(p.white(key, 5), p.white(later, 5 + (1 << 32)))


def test_sums_are_trees_in_a_fixed_order() -> None:
    x = np.array([1e8, 1, -1e8, 1, 3, 4, 5, 6], np.float32)
    assert p.pair(x).tolist() == [8.0 + (1e8 - 1e8), 12.0]
    assert (p.total(x) == p.total(x)[0]).all()
    assert np.array_equal(p.hadamard(p.hadamard(np.arange(8, dtype=np.float32))), 8 * np.arange(8))


def test_mulhi_and_below_are_unsigned() -> None:
    a = np.array([-1, 7, 2**31 - 1], np.int32)
    b = np.array([-1, 5, 4], np.int32)
    expected = [((int(x) & 0xFFFFFFFF) * (int(y) & 0xFFFFFFFF)) >> 32 for x, y in zip(a, b, strict=True)]
    assert (p.mulhi(a, b).view(np.uint32) == expected).all()
    assert p.below(np.array([1, -1], np.int32), np.array([-1, 1], np.int32)).tolist() == [True, False]
