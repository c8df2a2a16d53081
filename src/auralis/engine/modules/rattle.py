"""A shaker's grains: white noise through a band-pass whose pitch differs a little from stroke to stroke.

The filter is a trapezoidal state-variable filter (V. Zavalishin, "The Art of VA Filter Design", 2012).
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, bipolar, clamp, exp2, hash_u, ilike, like, tan_pi
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Shaker",
    parameters=(
        Parameter("freq", 4200.0, 40.0, 12000.0, "Hz", "log", "Middle of the band"),
        Parameter("damp", 1.2, 0.05, 2.0, caption="1/Q: smaller is narrower"),
        Parameter("vary", 0.25, 0.0, 2.0, "oct", caption="How far strokes differ in pitch"),
        Parameter("level", 0.0, 0.0, 4.0, caption="Level of the grains"),
    ),
    state=(
        State("key", integer=True),
        *(State(n) for n in ("shift", "k", "b", "c", "d", "h", "s1", "s2")),
    ),
)


def start(lane: I, level: F, seed: int, pos: int, vary: F) -> tuple[F, F, F]:
    """Forget the stroke before, and draw this one's pitch from its position."""
    s1 = like(level, 0.0)
    s2 = s1
    shift = exp2(vary * bipolar(hash_u(hash_u(lane + seed) + ilike(lane, pos))))
    return shift, s1, s2


def control(shift: F, freq: F, damp: F, lane: I, seed: int, pos: int) -> tuple[I, F, F, F, F, F]:
    """Find the filter's coefficients, and the key of this stretch of noise."""
    key = hash_u(hash_u(lane + seed) + ilike(lane, pos >> 32))
    g = tan_pi(clamp(freq * shift, 40.0, 12000.0) * (1.0 / SR))
    k = g + damp
    a = 1.0 / (1.0 + g * k)
    b = 2.0 * g * a
    c = 2.0 * g
    d = b * g
    h = g * a
    return key, k, b, c, d, h


def tick(key: I, k: F, b: F, c: F, d: F, h: F, s1: F, s2: F, level: F, lane: I, pos: int) -> tuple[F, F, F]:
    """Return the band."""
    e = (bipolar(hash_u(key + ilike(lane, pos))) * level - s2) - k * s1
    y = s1 + h * e
    s2 = (s2 + c * s1) + d * e
    s1 = s1 + b * e
    return y, s1, s2
