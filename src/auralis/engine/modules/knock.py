"""A small block of wood: two short modes, the second 2.76 times as high as the first, as of a free bar.

Each mode turns a complex number by its angle, shrunk by its decay.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, bipolar, exp2, hash_u, ilike, like, select, sin_turn
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Wood block",
    parameters=(
        Parameter("freq", 800.0, 40.0, 12000.0, "Hz", "log", "Pitch of the first mode"),
        Parameter("ring", 0.1, 0.01, 5.0, "s", "log", "Time in which the first mode falls by 60 dB"),
        Parameter("overtone", 0.4, 0.0, 1.0, caption="Level of the second mode, which rings half as long"),
        Parameter("vary", 0.01, 0.0, 1.0, "oct", caption="How far strokes differ in pitch"),
        Parameter("level", 0.0, 0.0, 4.0, caption="Strength of the blow"),
    ),
    state=tuple(State(n + m) for m in ("1", "2") for n in ("x", "y", "c", "s")),
)

LOST = -9.965784
RATIO = 2.76
HIGHEST = 0.34


def start(
    freq: F, ring: F, overtone: F, vary: F, level: F, lane: I, seed: int, pos: int
) -> tuple[F, F, F, F, F, F, F, F]:
    """Set angle, decay and amplitude of both modes."""
    turn = freq * exp2(vary * bipolar(hash_u(hash_u(lane + seed) + ilike(lane, pos)))) * (1.0 / SR)
    keep = exp2((LOST / SR) / ring)
    half = sin_turn(0.5 * turn)
    x1 = select(turn > HIGHEST, 0.0, level)
    y1 = like(freq, 0.0)
    c1 = keep * (1.0 - 2.0 * half * half)
    s1 = keep * sin_turn(turn)
    turn = RATIO * turn
    keep = keep * keep
    half = sin_turn(0.5 * turn)
    x2 = select(turn > HIGHEST, 0.0, level * overtone)
    y2 = y1
    c2 = keep * (1.0 - 2.0 * half * half)
    s2 = keep * sin_turn(turn)
    return x1, y1, c1, s1, x2, y2, c2, s2


def tick(x1: F, y1: F, c1: F, s1: F, x2: F, y2: F, c2: F, s2: F) -> tuple[F, F, F, F, F]:
    """Turn both modes by one frame."""
    y = y1 + y2
    a = s1 * x1 + c1 * y1
    x1 = c1 * x1 - s1 * y1
    y1 = a
    b = s2 * x2 + c2 * y2
    x2 = c2 * x2 - s2 * y2
    y2 = b
    return y, x1, y1, x2, y2
