"""A voice's way out: gain, envelope, and a place between left and right at equal power."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, select, sin_turn
from auralis.engine.simd import B, F

MODULE = Module(
    caption="Amplifier and panorama",
    inputs=("x", "vca"),
    outputs=("l", "r"),
    parameters=(
        Parameter("amp", 0.04, 0, 1, "", "linear", "gain"),
        Parameter("pan", 0.5, 0, 1, "", "linear", "0 left, 1 right"),
    ),
    state=(State("left"), State("right"), State("dl"), State("dr"), State("placed")),
    glide=("amp", "pan"),
)


def start(new: B, placed: F) -> F:
    """Stand at the place at once."""
    placed = select(new, 0.0, placed)
    return placed


def control(left: F, right: F, placed: F, amp: F, pan: F) -> tuple[F, F, F, F, F]:
    """Aim both sides' gains at where they are to be in a control tick."""
    to_left = amp * sin_turn(0.25 - 0.25 * pan)
    to_right = amp * sin_turn(0.25 * pan)
    left = select(placed > 0.0, left, to_left)
    right = select(placed > 0.0, right, to_right)
    dl = (to_left - left) * (1 / CR)
    dr = (to_right - right) * (1 / CR)
    placed = select(placed > 0.0, placed, 1.0)
    return left, right, dl, dr, placed


def tick(x: F, vca: F, left: F, right: F, dl: F, dr: F) -> tuple[F, F, F, F]:
    """Return both sides."""
    y = x * vca
    left = left + dl
    right = right + dr
    return y * left, y * right, left, right
