"""The discrete Fourier transform for tables: strict, so that a table has the same bits on every machine.

Radix-2, decimation in time (J. W. Cooley and J. W. Tukey, 1965). NumPy's own transform may differ in the last
bit between processors; sums and products of float64 arrays do not.
"""

from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from auralis.engine.strict import sin_turn

Doubles: TypeAlias = npt.NDArray[np.float64]


@lru_cache(maxsize=8)
def circle(size: int) -> tuple[Doubles, Doubles]:
    """Return cos and sin of 2π k / size for k from 0 to size - 1; size is a multiple of 4."""
    sine = np.array([sin_turn(k / size) for k in range(size)])
    return np.roll(sine, -(size // 4)), sine


def transform(real: Doubles, imaginary: Doubles) -> tuple[Doubles, Doubles]:
    """Return the spectrum of complex rows of a power of two numbers, ≥ 4, along the last axis."""
    size = real.shape[-1]
    order = _reversed(size)
    x, y = real[..., order].copy(), imaginary[..., order].copy()
    cosine, sine = circle(size)
    half = 1
    while half < size:
        stride = size // (2 * half)
        c, s = cosine[: half * stride : stride], -sine[: half * stride : stride]
        shape = (*real.shape[:-1], stride, 2, half)
        a, b = x.reshape(shape), y.reshape(shape)
        odd = a[..., 1, :] * c - b[..., 1, :] * s, a[..., 1, :] * s + b[..., 1, :] * c
        even = a[..., 0, :].copy(), b[..., 0, :].copy()
        for z, e, o in zip((a, b), even, odd, strict=True):
            z[..., 0, :], z[..., 1, :] = e + o, e - o
        half *= 2
    return x, y


def _reversed(size: int) -> npt.NDArray[np.int64]:
    """Return each index with its bits in reverse order."""
    order = np.zeros(1, np.int64)
    while len(order) < size:
        order = np.concatenate([2 * order, 2 * order + 1])
    return order
