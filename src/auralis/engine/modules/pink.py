"""Pink noise: as much power in every octave, to within 0.3 dB from 40 Hz to 16 kHz.

White noise through four one-poles side by side, the form of P. Kellet's filter (1999, musicdsp.org);
corners and weights are a least-squares fit of our own. The noise is addressed by position.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, exp2, like, noise_key, white
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Pink noise",
    parameters=(
        Parameter("level", 0.1, 0, 1, "", "linear", "Level: as much power as white noise of that peak"),
    ),
    state=(
        State("key", integer=True),
        *(State(n) for n in ("q1", "q2", "q3", "q4", "a", "b", "c", "d")),
    ),
    glide=("level",),
)

RADIAN = -9.0647203 / SR
LOUD = 1.648
"""Gives pink noise the power that white noise has."""


def control(q1: F, pos: int, lane: I, seed: int) -> tuple[I, F, F, F, F]:
    """Find what the poles let through, for the corners 28.4, 199, 1,164 and 7,255 Hz, and the noise's key."""
    key = noise_key(lane, seed, pos)
    q1 = 1.0 - exp2(like(q1, 28.3997 * RADIAN))
    q2 = 1.0 - exp2(like(q1, 198.5365 * RADIAN))
    q3 = 1.0 - exp2(like(q1, 1164.181 * RADIAN))
    q4 = 1.0 - exp2(like(q1, 7254.931 * RADIAN))
    return key, q1, q2, q3, q4


def tick(
    key: I, q1: F, q2: F, q3: F, q4: F, a: F, b: F, c: F, d: F, pos: int, level: F
) -> tuple[F, F, F, F, F]:
    """Return one frame."""
    x = white(key, pos)
    a = a + q1 * (x - a)
    b = b + q2 * (x - b)
    c = c + q3 * (x - c)
    d = d + q4 * (x - d)
    y = 5.725853 * a + 1.320962 * b + 0.5514403 * c + 0.3135953 * d + 0.007978555 * x
    return y * (LOUD * level), a, b, c, d
