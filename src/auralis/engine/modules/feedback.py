"""A delay that may close a loop: it gives before it takes, and takes through tanh, so a loop saturates.

A new time is cross-faded to in some 100 ms: the length of the line never sweeps.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, behind, equal, select, tanh, toi, write
from auralis.engine.simd import F, I, Ring

MODULE = Module(
    caption="Feedback delay",
    inputs=("x",),
    parameters=(
        Parameter("time", 0.25, 0.001, 1.3, "s", "log", "delay"),
        Parameter("gain", 0.4, 0, 0.98, "", "linear", "what comes back"),
    ),
    state=(State("old", integer=True), State("now", integer=True), State("mix"), State("slope")),
    rings={"line": (65536, 2)},
    glide=("gain",),
    feedback=True,
)

STEP = 0.0078125


def control(old: I, now: I, mix: F, time: F) -> tuple[I, I, F, F]:
    """Take up a new time when the last fade is over; the first time without a fade."""
    done = mix >= 1.0
    old = select(done, now, old)
    now = select(done | equal(now, 0), toi(time * SR), now)
    old = select(equal(old, 0), now, old)
    mix = select(equal(old, now), 1.0, select(done, 0.0, mix))
    slope = select(mix < 1.0, STEP / CR, 0.0)
    return old, now, mix, slope


def pull(line: Ring, pos: int, old: I, now: I, mix: F, slope: F, gain: F) -> tuple[F, F]:
    """Return what went in `time` ago."""
    a = behind(line, pos, old)
    y = a + mix * (behind(line, pos, now) - a)
    mix = mix + slope
    return y * gain, mix


def push(x: F, line: Ring, pos: int) -> None:
    """Take this frame's input."""
    write(line, pos, tanh(x))
