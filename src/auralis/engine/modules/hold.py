"""Sample and hold: the input at the beats of a clock that is a function of absolute position.

At audio rates it is a decimator; with a slew it glides from value to value.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, below, exp2, ilike, select, toi, vmax
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Sample and hold",
    inputs=("x",),
    parameters=(
        Parameter("rate", 4, 0.05, 14000, "Hz", "log", "Samples taken a second"),
        Parameter("slew", 0, 0, 2, "s", "linear", "Time in which 98 % of the way to a new value is done"),
    ),
    state=(State("step", integer=True), State("share"), State("held"), State("y")),
)

HALF = 2147483648.0 / SR


def control(rate: F, slew: F) -> tuple[I, F]:
    """Find the clock's turns a frame, and what a frame does of the way to the value held."""
    step = toi(rate * HALF) << 1
    share = select(slew > 0.0, 1.0 - exp2(vmax(-5.7707802 / (vmax(slew, 1e-6) * SR), -100.0)), 1.0)
    return step, share


def tick(x: F, step: I, share: F, held: F, y: F, pos: int) -> tuple[F, F, F]:
    """Take the input where the clock's phase begins a turn."""
    held = select(below(step * ilike(step, pos), step), x, held)
    y = select(share < 1.0, y + share * (held - y), held)
    return y, held, y
