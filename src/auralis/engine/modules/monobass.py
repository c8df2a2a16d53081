"""Mono bass and rumble filter: high-passes side and mid of the stereo pair, each at its own frequency.

The filter of `highpass` on the lanes (mid, side). Neither channel keeps any DC.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, swap, tan_pi, vec
from auralis.engine.simd import F

MODULE = Module(
    caption="Mono bass",
    inputs=("x",),
    parameters=(
        Parameter("side", 130.0, 10.0, 1000.0, "Hz", "log", "Below it the sound is mono"),
        Parameter("mid", 28.0, 10.0, 1000.0, "Hz", "log", "Below it there is silence"),
    ),
    state=tuple(State(n, lanes=2) for n in ("k", "a", "b", "c", "d", "s1", "s2")),
    glide=("side", "mid"),
)

DAMPING = 1.0 / 0.7
MID = vec(1.0, 0.0)
SIDE = vec(0.0, 1.0)
TURN = vec(1.0, -1.0)


def control(side: F, mid: F) -> tuple[F, F, F, F, F]:
    """Find the coefficients of both lanes; the halves that turning twice asks for are in `a`."""
    g = tan_pi((mid * MID + side * SIDE) * (1.0 / SR))
    k = g + DAMPING
    a = 0.5 / (1.0 + g * k)
    b = 4.0 * g * a
    c = 2.0 * g
    d = b * g
    return k, a, b, c, d


def tick(x: F, k: F, a: F, b: F, c: F, d: F, s1: F, s2: F) -> tuple[F, F, F]:
    """Turn (left, right) into (mid, side), filter, turn back."""
    e = (swap(x) + x * TURN) - s2 - k * s1
    s2 = (s2 + c * s1) + d * e
    s1 = s1 + b * e
    y = a * e
    return swap(y) + y * TURN, s1, s2
