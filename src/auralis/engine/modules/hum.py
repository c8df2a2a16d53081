"""A bass tone: a sine with three soft harmonics, gently saturated.

sin x + .45 sin 2x + .22 sin 3x + .08 sin 4x by the multiple-angle formulas, then tanh(.8 y) as an
odd polynomial (within 1e-4 of it up to |y| = 1.8). The harmonics carry the bass on small speakers. Sine and
cosine are turned on from frame to frame, and found anew from the exact phase at each control tick.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, cos_turn, ilike, sin_turn, sqrt, tof, toi
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Bass tone",
    parameters=(Parameter("freq", 65.0, 8.0, 14000.0, "Hz", "log", "Pitch"),),
    state=(
        *(State(n, integer=True) for n in ("phase", "step")),
        *(State(n) for n in ("s", "c", "along", "across")),
    ),
)

TURN = 2.3283064e-10
HALF = 2147483648.0 / SR


def start(freq: F) -> I:
    """Begin at the sine's zero."""
    phase = ilike(freq, 0)
    return phase


def control(phase: I, freq: F) -> tuple[I, F, F, F, F]:
    """Find where the wave is, and how far it turns in a frame."""
    step = toi(freq * HALF) << 1
    place = tof(phase) * TURN
    s = sin_turn(place)
    c = cos_turn(place)
    across = sin_turn(tof(step) * TURN)
    along = cos_turn(tof(step) * TURN)
    length = 1.0 / sqrt(along * along + across * across)
    along = along * length
    across = across * length
    return step, s, c, along, across


def tick(phase: I, step: I, s: F, c: F, along: F, across: F) -> tuple[F, I, F, F]:
    """Return the saturated sum of four partials."""
    y = 0.8 * s * (0.78 + c * (0.58 + c * (0.88 + c * 0.64)))
    q = y * y
    y = y * (0.99936465 + q * (-0.32684572 + q * (0.11410983 + q * (-0.028464078 + q * 0.0033581995))))
    turned = s * along + c * across
    c = c * along - s * across
    s = turned
    phase = phase + step
    return y, phase, s, c
