"""Ping-pong echo: mostly the left side goes in, and each repeat, darker, comes from the other side.

A new time is cross-faded to in some 100 ms: the length of the line never sweeps.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, behind, equal, select, swap, toi, vec, write
from auralis.engine.simd import F, I, Ring

MODULE = Module(
    caption="Ping-pong echo",
    inputs=("x",),
    parameters=(
        Parameter("time", 0.75, 0.02, 1.3, "s", "log", "Time between repeats"),
        Parameter("feedback", 0.42, 0.0, 0.9, caption="Level of each repeat to the one before"),
        Parameter("damp", 0.22, 0.02, 1.0, caption="Smaller is darker with each repeat"),
    ),
    state=(State("old", integer=True), State("now", integer=True), State("z"), State("mix"), State("slope")),
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


def tick(
    x: F, old: I, now: I, z: F, mix: F, slope: F, line: Ring, pos: int, feedback: F, damp: F
) -> tuple[F, F, F]:
    """Read both times, blend, filter, write crosswise."""
    a = behind(line, pos, old)
    o = a + mix * (behind(line, pos, now) - a)
    mix = mix + slope
    z = z + damp * (o - z)
    write(line, pos, x * SAME + swap(x) * CROSS + feedback * swap(z))
    return o, z, mix
