"""Slow movement as a function of absolute position: a sine and a smooth random drift.

The phase is a 64-bit number of turns, rate × position + an offset; a change of rate moves the offset
so that the phase goes on from where it is.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    below,
    bipolar,
    equal,
    hash_u,
    ilike,
    mulhi,
    select,
    sin_turn,
    toi,
)
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="Sine and random drift",
    outputs=("y~", "drift~"),
    parameters=(
        Parameter("rate", 0.1, 0.001, 20, "Hz", "log", "periods, and new random values, a second"),
        Parameter("phase", 0, 0, 1, "turns", "linear", "how far ahead of position 0 the sine is"),
    ),
    state=(State("step", integer=True), State("low", integer=True), State("high", integer=True)),
    glide=("phase",),
)

TURN_A_TICK = 2147483648.0 * CR / SR
SIGN = -2147483648


def start(new: B, step: I) -> I:
    """Take the phase from the position again."""
    step = select(new, 0, step)
    return step


def control(
    step: I, low: I, high: I, rate: F, phase: F, pos: int, lane: I, seed: int
) -> tuple[F, F, I, I, I]:
    """Return sine and drift at this tick; low and high are the offset's two words."""
    aim = toi(rate * TURN_A_TICK) * 2
    fresh = equal(step, 0)
    ticks = ilike(lane, pos >> 5)
    rest = ilike(lane, pos >> 37)
    product = select(fresh, aim, step) * ticks
    p = product + select(fresh, 0, low)
    q = mulhi(select(fresh, aim, step), ticks) + select(fresh, aim, step) * rest + select(fresh, 0, high)
    q = q + select(below(p, product), ilike(lane, 1), 0)
    step = aim
    low = p - aim * ticks
    high = q - (mulhi(aim, ticks) + aim * rest) - select(below(p, aim * ticks), ilike(lane, 1), 0)
    here = bipolar(hash_u(hash_u(lane + seed) + q))
    there = bipolar(hash_u(hash_u(lane + seed) + q + 1))
    f = 0.5 + 0.5 * bipolar(p ^ SIGN)
    y = sin_turn(0.5 * bipolar(p) + phase)
    drift = here + (there - here) * f * f * (3.0 - 2.0 * f)
    return y, drift, step, low, high
