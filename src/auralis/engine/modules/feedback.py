"""The delay that may close a loop between nodes: what goes in is bent to within ±1, so no loop blows up."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module
from auralis.engine.primitives import SR, interpolate, tanh, write
from auralis.engine.simd import F, Ring

MODULE = Module(
    caption="Feedback delay",
    inputs=("x",),
    parameters=(
        Parameter("time", 0.25, 0.001, 1.3, "s", "log", "delay"),
        Parameter("gain", 0.4, 0, 0.98, "", "linear", "what comes back"),
    ),
    rings={"line": (65536, 2)},
    glide=("time", "gain"),
    feedback=True,
)


def pull(line: Ring, pos: int, time: F, gain: F) -> F:
    """Return what went in `time` ago."""
    return interpolate(line, pos, time * SR) * gain


def push(x: F, line: Ring, pos: int) -> None:
    """Take this frame's input."""
    write(line, pos, tanh(x))
