"""Filters in blocks of eight frames: the same filter as frame by frame."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from auralis.engine.primitives import block_filter, convolve, pair, spread16

FRAMES = 240


def both(value: float) -> np.ndarray:
    return np.full(2, value, np.float32)


@given(
    g=st.floats(0.001, 2.0),
    damping=st.floats(0.3, 2.0),
    seed=st.integers(0, 1_000),
    low=st.booleans(),
)
def test_eight_frames_at_once_are_eight_frames(g: float, damping: float, seed: int, low: bool) -> None:
    """A trapezoidal state-variable filter in double precision, and its block form."""
    k = g + damping
    b = 2.0 * g / (1.0 + g * k)
    c, d = 2.0 * g, 2.0 * g * g / (1.0 + g * k)
    a = 1.0 / (1.0 + g * k)
    ends = (0.5 * (c - d * k), 1.0 - 0.5 * d, 0.5 * d) if low else (-a * k, -a, a)
    x = np.random.default_rng(seed).standard_normal((FRAMES, 2))
    s1, s2, expected = np.zeros(2), np.zeros(2), []
    for frame in x:
        e = (frame - s2) - k * s1
        after = s2 + c * s1 + d * e
        expected.append((s2 + after) * 0.5 if low else a * e)
        s1, s2 = s1 + b * e, after
    h, f, g1, m, n, p, q, r, s = block_filter(
        both(1.0 - b * k), both(-b), both(c - d * k), both(1.0 - d), both(b), both(d), *map(both, ends)
    )
    t1, t2, found = both(0.0), both(0.0), []
    for octet in x.astype(np.float32).reshape(-1, 16):
        found.append(convolve(octet, h) + (spread16(t1) * f + spread16(t2) * g1))
        t1, t2 = p * t1 + q * t2 + pair(octet * m), r * t1 + s * t2 + pair(octet * n)
    assert np.allclose(np.concatenate(found).reshape(-1, 2), expected, atol=2e-4)
