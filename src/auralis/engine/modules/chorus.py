"""A stereo chorus: two taps a channel around 12 ms, moved by one sine a quarter turn apart."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    bipolar,
    ilike,
    interpolate,
    pair,
    select,
    sin_turn,
    spread4,
    toi,
    vec,
    write,
)
from auralis.engine.simd import F, I, Ring

MODULE = Module(
    caption="Chorus",
    inputs=("x",),
    parameters=(
        Parameter("rate", 0.4, 0.01, 8, "Hz", "log", "how fast the taps move"),
        Parameter("depth", 4, 0, 10, "ms", "linear", "how far"),
        Parameter("dry", 0.7, 0, 1, "", "linear", "gain of the straight sound"),
        Parameter("wet", 0.35, 0, 1, "", "linear", "gain of each tap"),
    ),
    state=(State("step", integer=True), State("ahead", integer=True), State("d", 4), State("dd", 4)),
    rings={"line": (2048, 4)},
    glide=("depth", "dry", "wet"),
)

CENTRE = 0.012 * SR
MS = 0.001 * SR
TURN_A_TICK = 2147483648.0 * CR / SR


def control(step: I, ahead: I, d: F, rate: F, depth: F, pos: int) -> tuple[I, I, F, F]:
    """Aim the taps at where the sine, a function of position, has them at this tick."""
    aim = toi(rate * TURN_A_TICK) * 2
    ticks = ilike(step, pos >> 5)
    phase = step * ticks + ahead
    phase = select(step > 0, phase, aim * ticks)
    step = aim
    ahead = phase - aim * ticks
    turn = spread4(0.5 * bipolar(phase)) + vec(0.0, 0.25, 0.5, 0.75)
    new = CENTRE + spread4(depth) * MS * sin_turn(turn)
    d = select(d > 0.0, d, new)
    dd = (new - d) * (1 / CR)
    return step, ahead, d, dd


def tick(x: F, d: F, dd: F, line: Ring, pos: int, dry: F, wet: F) -> tuple[F, F]:
    """Return the straight sound and both taps of each channel."""
    write(line, pos, spread4(x))
    d = d + dd
    return dry * x + wet * pair(interpolate(line, pos, d)), d
