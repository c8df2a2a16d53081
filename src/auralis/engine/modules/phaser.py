"""A stereo phaser: six all-passes whose corner sways, the right channel a quarter turn ahead of the left.

First-order all-passes in the trapezoidal form (V. Zavalishin, "The Art of VA Filter Design", 2012, §3),
one multiplication each. Where their phases add up to an odd number of half turns the sound cancels:
three notches. What comes back from the end to the beginning is a frame old.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    bipolar,
    clamp,
    equal,
    exp2,
    ilike,
    select,
    sin_turn,
    sqrt,
    tan_pi,
    toi,
    vec,
)
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Phaser",
    inputs=("x",),
    parameters=(
        Parameter("rate", 0.15, 0.01, 8.0, "Hz", "log", "How fast the notches move"),
        Parameter("centre", 700.0, 60.0, 6000.0, "Hz", "log", "Frequency around which they move"),
        Parameter("depth", 1.5, 0.0, 4.0, "octaves", caption="How far they move either way"),
        Parameter("feedback", 0.3, -0.9, 0.9, caption="How sharp the peaks between the notches are"),
        Parameter("mix", 0.7, 0.0, 1.0, caption="0 is the sound itself, 1 has the deepest notches"),
    ),
    state=(
        State("step", lanes=2, integer=True),
        State("ahead", lanes=2, integer=True),
        *(State(n, lanes=2) for n in ("c", "dc", "s1", "s2", "s3", "s4", "s5", "s6", "last")),
    ),
    glide=("centre", "depth", "feedback", "mix"),
)

TURN_A_TICK = 2147483648.0 * CR / SR
QUARTER = vec(0.0, 0.25)


def control(step: I, ahead: I, c: F, rate: F, centre: F, depth: F, pos: int) -> tuple[I, I, F, F]:
    """Aim the all-passes at where the sine, a function of position, has them; at once when new."""
    fresh = equal(step, 0)
    aim = toi(rate * TURN_A_TICK) * 2
    ticks = ilike(step, pos >> 5)
    phase = select(fresh, aim, step) * ticks + ahead
    step = aim
    ahead = phase - aim * ticks
    sway = sin_turn(0.5 * bipolar(phase) + QUARTER)
    g = tan_pi(clamp(centre * exp2(depth * sway), 20.0, 14000.0) * (1.0 / SR))
    new = (1.0 - g) / (1.0 + g)
    c = select(fresh, new, c)
    dc = (new - c) * (1.0 / CR)
    return step, ahead, c, dc


def tick(
    x: F, c: F, dc: F, s1: F, s2: F, s3: F, s4: F, s5: F, s6: F, last: F, feedback: F, mix: F
) -> tuple[F, F, F, F, F, F, F, F, F]:
    """Pass one frame through the chain; the mean of its ends is as loud whatever the feedback."""
    c = c + dc
    into = x + feedback * last
    e = c * (s1 - into)
    y = s1 + e
    s1 = into + e
    e = c * (s2 - y)
    last = s2 + e
    s2 = y + e
    e = c * (s3 - last)
    y = s3 + e
    s3 = last + e
    e = c * (s4 - y)
    last = s4 + e
    s4 = y + e
    e = c * (s5 - last)
    y = s5 + e
    s5 = last + e
    e = c * (s6 - y)
    last = s6 + e
    s6 = y + e
    wet = (into + last) * (0.5 * sqrt(1.0 - feedback * feedback))
    return x + mix * (wet - x), c, s1, s2, s3, s4, s5, s6, last
