"""Mono bass and rumble filter: high-passes side and mid of the stereo pair, each at its own frequency.

The filter of `highpass` on the lanes (mid, side). Neither channel keeps any DC.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, block_filter, convolve, pair, spread16, swap, tan_pi, vec
from auralis.engine.simd import F

MODULE = Module(
    caption="Mono bass",
    inputs=("x",),
    parameters=(
        Parameter("side", 130.0, 10.0, 1000.0, "Hz", "log", "Below it the sound is mono"),
        Parameter("mid", 28.0, 10.0, 1000.0, "Hz", "log", "Below it there is silence"),
    ),
    state=(
        *(State(n, lanes=2) for n in ("s1", "s2")),
        *(State(n, lanes=16) for n in ("h", "f", "g", "m", "n")),
        *(State(n, lanes=2) for n in ("p11", "p12", "p21", "p22")),
    ),
    glide=("side", "mid"),
)

DAMPING = 1.0 / 0.7
MID = vec(1.0, 0.0)
SIDE = vec(0.0, 1.0)
TURN = vec(1.0, -1.0)


def prepare(side: F, mid: F) -> tuple[F, F, F, F, F, F, F, F, F]:
    """Find the coefficients of both lanes; the halves that turning twice asks for are in `a`."""
    r = tan_pi((mid * MID + side * SIDE) * (1.0 / SR))
    k = r + DAMPING
    a = 0.5 / (1.0 + r * k)
    b = 4.0 * r * a
    c = 2.0 * r
    d = b * r
    h, f, g, m, n, p11, p12, p21, p22 = block_filter(
        1.0 - b * k, -b, c - d * k, 1.0 - d, b, d, -(a * k), -a, a
    )
    return h, f, g, m, n, p11, p12, p21, p22


def octet(x: F, h: F, f: F, g: F, m: F, n: F, p11: F, p12: F, p21: F, p22: F, s1: F, s2: F) -> tuple[F, F, F]:
    """Turn (left, right) into (mid, side), filter, turn back."""
    turn = spread16(TURN)
    x = swap(x) + x * turn
    y = convolve(x, h) + (spread16(s1) * f + spread16(s2) * g)
    later = (p11 * s1 + p12 * s2) + pair(x * m)
    s2 = (p21 * s1 + p22 * s2) + pair(x * n)
    s1 = later
    return swap(y) + y * turn, s1, s2
