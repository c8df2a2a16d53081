"""Stereo width by mid and side: the sides louder or softer, and none of them below a frequency.

Only a multiple of the side is added to one channel and taken from the other, so the mono sum never
changes. The side's high-pass is the filter of `highpass`, without resonance.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, clamp, swap, tan_pi
from auralis.engine.simd import F

MODULE = Module(
    caption="Stereo width",
    inputs=("x",),
    parameters=(
        Parameter("width", 1.0, 0.0, 2.0, caption="0 is mono, 1 the sound itself, 2 twice as wide"),
        Parameter("mono", 0.0, 0.0, 500.0, "Hz", caption="Below it the sound is mono; 0 leaves it alone"),
    ),
    state=tuple(State(n, lanes=2) for n in ("k", "a", "b", "c", "d", "s1", "s2")),
    glide=("width", "mono"),
)

DAMPING = 1.4142135
LOWEST = 20.0


def control(mono: F) -> tuple[F, F, F, F, F]:
    """Find the coefficients; under 20 Hz the filter stays, and `tick` takes less of it."""
    g = tan_pi(clamp(mono, LOWEST, 500.0) * (1.0 / SR))
    k = g + DAMPING
    a = 1.0 / (1.0 + g * k)
    b = 2.0 * g * a
    c = 2.0 * g
    d = b * g
    return k, a, b, c, d


def tick(x: F, k: F, a: F, b: F, c: F, d: F, s1: F, s2: F, width: F, mono: F) -> tuple[F, F, F]:
    """Add to each channel what its side gains; exactly nothing at width 1 and mono 0."""
    side = 0.5 * (x - swap(x))
    e = (side - s2) - k * s1
    s2 = (s2 + c * s1) + d * e
    s1 = s1 + b * e
    kept = side + clamp(mono * (1.0 / LOWEST), 0.0, 1.0) * (a * e - side)
    return x + (width * kept - side), s1, s2
