"""Ping-pong echo: mostly the left side goes in, and each repeat, darker, comes from the other side.

A new time is cross-faded to in some 100 ms: the length of the line never sweeps.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    behind8,
    block_filter,
    convolve,
    equal,
    like,
    pair,
    ramp8,
    select,
    spread16,
    swap,
    toi,
    vec,
    write8,
)
from auralis.engine.simd import F, I, Ring

MODULE = Module(
    caption="Ping-pong echo",
    inputs=("x",),
    parameters=(
        Parameter("time", 0.75, 0.02, 1.3, "s", "log", "Time between repeats"),
        Parameter("feedback", 0.42, 0.0, 0.9, caption="Level of each repeat to the one before"),
        Parameter("damp", 0.22, 0.02, 1.0, caption="Smaller is darker with each repeat"),
    ),
    state=(
        *(State(n, integer=True) for n in ("old", "now")),
        *(State(n) for n in ("z", "mix", "slope", "keep")),
        *(State(n, lanes=16) for n in ("h", "f", "m")),
    ),
    rings={"line": (65536, 2)},
    glide=("feedback", "damp"),
)

SAME = vec(0.7, 0.3)
CROSS = vec(0.35, 0.0)
STEP = 0.0078125


def control(old: I, now: I, mix: F, time: F) -> tuple[I, I, F, F]:
    """Take up a new time when the last fade is over; the first time without a fade."""
    want = toi(time * SR)
    done = mix >= 1.0
    old = select(done, now, old)
    now = select(done | equal(now, 0), want, now)
    old = select(equal(old, 0), now, old)
    mix = select(equal(old, now), 1.0, select(done, 0.0, mix))
    slope = select(mix < 1.0, STEP / CR, 0.0)
    return old, now, mix, slope


def prepare(damp: F) -> tuple[F, F, F, F]:
    """Find the coefficients of the pole that darkens, for eight frames at once."""
    none = like(damp, 0.0)
    rest = 1.0 - damp
    h, f, _g, m, _n, keep, _p12, _p21, _p22 = block_filter(
        rest, none, none, none, damp, none, rest, none, damp
    )
    return h, f, m, keep


def octet(
    x: F, old: I, now: I, z: F, mix: F, slope: F, keep: F, h: F, f: F, m: F, line: Ring, pos: int, feedback: F
) -> tuple[F, F, F]:
    """Read both times, blend, filter, write crosswise."""
    a = behind8(line, pos, old)
    o = a + ramp8(mix - slope, slope) * (behind8(line, pos, now) - a)
    mix = mix + slope * 8.0
    dark = convolve(o, h) + spread16(z) * f
    z = keep * z + pair(o * m)
    write8(line, pos, x * spread16(SAME) + swap(x) * spread16(CROSS) + feedback * swap(dark))
    return o, z, mix
