"""A heartbeat's tone: a sine that falls from one pitch to another as soon as it is struck."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, exp2, ilike, like, sin_turn, tof, toi
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Falling sine",
    parameters=(
        Parameter("high", 88.0, 20.0, 2000.0, "Hz", "log", "Pitch at the stroke"),
        Parameter("low", 48.0, 20.0, 2000.0, "Hz", "log", "Pitch it falls to"),
        Parameter("fall", 0.045, 0.002, 1.0, "s", "log", "Time constant of the fall"),
        Parameter("level", 0.0, 0.0, 4.0, caption="Level of the tone"),
    ),
    state=(State("phase", integer=True), State("above"), State("step", integer=True)),
)

HERTZ = 2147483648.0 / SR
TURN = 2.3283064e-10
E = 1.442695


def start(level: F) -> tuple[I, F]:
    """Begin at the sine's zero, at the upper pitch."""
    phase = ilike(level, 0)
    above = like(level, 1.0)
    return phase, above


def control(above: F, high: F, low: F, fall: F) -> tuple[F, I]:
    """Fall on: the pitch of the coming frames."""
    step = toi((low + (high - low) * above) * HERTZ) << 1
    above = above * exp2((-E * CR / SR) / fall)
    return above, step


def tick(phase: I, step: I, level: F) -> tuple[F, I]:
    """Return the sine."""
    y = sin_turn(tof(phase) * TURN) * level
    phase = phase + step
    return y, phase
