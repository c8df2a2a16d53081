"""Low-pass, 12 dB an octave: a trapezoidal state-variable filter.

Source: V. Zavalishin, "The Art of VA Filter Design" (2012), §4, with both states written as their
old values plus a multiple of one error: a short way round the loop. The coefficients follow the
parameters at each control tick.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, block_filter, convolve, pair, spread16, tan_pi
from auralis.engine.simd import F

MODULE = Module(
    caption="Low-pass filter",
    inputs=("x",),
    parameters=(
        Parameter("cutoff", 9000.0, 20.0, 14000.0, "Hz", "log", "Frequency above which sound fades"),
        Parameter("damping", 1.4142135, 0.2, 2.0, caption="1/Q: smaller rings more"),
    ),
    state=(
        *(State(n) for n in ("k", "b", "c", "d", "s1", "s2")),
        *(State(n, lanes=16) for n in ("h", "f", "g", "m", "n")),
        *(State(n, lanes=2) for n in ("p11", "p12", "p21", "p22")),
    ),
    glide=("cutoff",),
)


def control(cutoff: F, damping: F) -> tuple[F, F, F, F]:
    """Find the coefficients."""
    g = tan_pi(cutoff * (1.0 / SR))
    k = g + damping
    b = 2.0 * g / (1.0 + g * k)
    c = 2.0 * g
    d = b * g
    return k, b, c, d


def prepare(k: F, b: F, c: F, d: F) -> tuple[F, F, F, F, F, F, F, F, F]:
    """Find the coefficients for eight frames at once."""
    low = c - d * k
    h, f, g, m, n, p11, p12, p21, p22 = block_filter(
        1.0 - b * k, -b, low, 1.0 - d, b, d, 0.5 * low, 1.0 - 0.5 * d, 0.5 * d
    )
    return h, f, g, m, n, p11, p12, p21, p22


def tick(x: F, k: F, b: F, c: F, d: F, s1: F, s2: F) -> tuple[F, F, F]:
    """Filter one frame."""
    e = (x - s2) - k * s1
    after = (s2 + c * s1) + d * e
    s1 = s1 + b * e
    y = (s2 + after) * 0.5
    s2 = after
    return y, s1, s2


def octet(x: F, h: F, f: F, g: F, m: F, n: F, p11: F, p12: F, p21: F, p22: F, s1: F, s2: F) -> tuple[F, F, F]:
    """Filter eight frames."""
    y = convolve(x, h) + (spread16(s1) * f + spread16(s2) * g)
    later = (p11 * s1 + p12 * s2) + pair(x * m)
    s2 = (p21 * s1 + p22 * s2) + pair(x * n)
    s1 = later
    return y, s1, s2
