"""A short clean delay ahead of a reverb."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module
from auralis.engine.primitives import SR, behind, interpolate8, tof, toi, write, write8
from auralis.engine.simd import F, Ring

MODULE = Module(
    caption="Pre-delay",
    inputs=("x",),
    parameters=(Parameter("time", 0.03, 0.0, 0.08, "s", caption="How late the room answers"),),
    rings={"line": (4096, 0)},
    glide=("time",),
)


def tick(x: F, line: Ring, pos: int, time: F) -> F:
    """Return what came in `time` seconds ago, a fraction between two frames by a straight line."""
    write(line, pos, x)
    delay = time * SR
    whole = toi(delay)
    a = behind(line, pos, whole)
    return a + (delay - tof(whole)) * (behind(line, pos, whole + 1) - a)


def octet(x: F, line: Ring, pos: int, time: F) -> F:
    """Return what came in `time` seconds before each of eight frames."""
    write8(line, pos, x)
    return interpolate8(line, pos, time * SR)
