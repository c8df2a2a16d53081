"""What effects hear while they are measured."""

import numpy as np

from auralis.core.units import Block, Frame

_ROOT = 48_271
_PRIME = (1 << 31) - 1
_BITS = 8_192


def noise(rows: int, frames: Frame) -> Block:
    """Return noise within ±0.25, float32 of shape (rows, frames): the same on every machine.

    Integers alone decide it: the counter's square modulo the prime 2³¹ - 1, times a primitive root.
    """
    counter = np.arange(1, rows * frames + 1, dtype=np.int64)
    mixed = counter * counter % _PRIME * _ROOT % _PRIME
    steps = (mixed % _BITS).astype(np.float32) - np.float32(_BITS // 2)
    return (steps / np.float32(2 * _BITS)).reshape(rows, frames)
