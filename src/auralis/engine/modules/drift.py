"""A slow random drift, smooth to its second derivative: a function of absolute position and lane alone.

A uniform cubic B-spline through hashed values, one a period. A new rate is cross-faded to in a second, so
that after it, too, the drift is a function of position alone.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    bipolar,
    equal,
    hash_u,
    ilike,
    mulhi,
    select,
    toi,
    vmin,
)
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="Random drift",
    outputs=("y~",),
    parameters=(
        Parameter("rate", 0.1, 0.001, 20, "Hz", "log", "New random values a second"),
        Parameter("depth", 1, 0, 8, "", "linear", "How far it can stray, in units of what it moves"),
    ),
    state=(State("old", integer=True), State("now", integer=True), State("mix")),
    glide=("depth",),
)

TURN_A_TICK = 2147483648.0 * CR / SR
FADE = CR / SR
SIGN = -2147483648


def start(new: B, now: I) -> I:
    """Take up the rate at once."""
    now = select(new, 0, now)
    return now


def control(old: I, now: I, mix: F, rate: F, depth: F, pos: int, lane: I, seed: int) -> tuple[F, I, I, F]:
    """Return the blend of the drifts at the old and the present rate, at this tick."""
    aim = toi(rate * TURN_A_TICK) * 2
    fresh = equal(now, 0)
    mix = select(fresh, 1.0, vmin(mix + FADE, 1.0))
    still = mix >= 1.0
    old = select(fresh, aim, select(still, now, old))
    now = select(fresh | still, aim, now)
    mix = select(still & equal(old, now), 1.0, select(still, 0.0, mix))
    ticks = ilike(lane, pos >> 5)
    rest = ilike(lane, pos >> 37)
    key = hash_u(lane + seed)
    n = key + mulhi(old, ticks) + old * rest
    t = 0.5 + 0.5 * bipolar((old * ticks) ^ SIGN)
    a = bipolar(hash_u(n))
    b = bipolar(hash_u(n + 1))
    c = bipolar(hash_u(n + 2))
    d = bipolar(hash_u(n + 3)) - a + 3.0 * (b - c)
    was = a + 4.0 * b + c + t * (3.0 * (c - a) + t * (3.0 * (a - 2.0 * b + c) + t * d))
    n = key + mulhi(now, ticks) + now * rest
    t = 0.5 + 0.5 * bipolar((now * ticks) ^ SIGN)
    a = bipolar(hash_u(n))
    b = bipolar(hash_u(n + 1))
    c = bipolar(hash_u(n + 2))
    d = bipolar(hash_u(n + 3)) - a + 3.0 * (b - c)
    y = a + 4.0 * b + c + t * (3.0 * (c - a) + t * (3.0 * (a - 2.0 * b + c) + t * d))
    y = was + mix * mix * (3.0 - 2.0 * mix) * (y - was)
    return depth * (1.0 / 6.0) * y, old, now, mix
