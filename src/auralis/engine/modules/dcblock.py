"""Takes away what never changes: a trapezoidal one-pole high-pass far below hearing."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, tan_pi
from auralis.engine.simd import F

MODULE = Module(
    caption="DC blocker",
    inputs=("x",),
    parameters=(Parameter("cutoff", 5, 0.5, 40, "Hz", "log", "Frequency below which sound fades"),),
    state=(State("g"), State("s")),
    glide=("cutoff",),
)


def control(cutoff: F) -> F:
    """Find the coefficient."""
    w = tan_pi(cutoff * (1 / SR))
    g = w / (1.0 + w)
    return g


def tick(x: F, g: F, s: F) -> tuple[F, F]:
    """Return the frame less its slow mean."""
    v = (x - s) * g
    low = v + s
    s = low + v
    return x - low, s
