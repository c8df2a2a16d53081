"""Trapezoidal state-variable low-pass with pitch inputs in octaves.

A. Simper, "Linear trapezoidal integrated state variable filter", 2013. The coefficient travels in a
straight line between control ticks.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, clamp, exp2, select, tan_pi
from auralis.engine.simd import B, F

MODULE = Module(
    caption="Resonant low-pass",
    inputs=("x", "env~", "lfo~"),
    parameters=(
        Parameter("cutoff", 800, 20, 14000, "Hz", "log", "corner without modulation"),
        Parameter("env_amt", 0, -8, 8, "octaves", "linear", "how far the envelope moves the corner"),
        Parameter("damp", 0.6, 0.05, 2, "", "log", "1/Q: less is more resonant"),
    ),
    state=(State("g"), State("dg"), State("s1"), State("s2")),
    glide=("cutoff", "env_amt", "damp"),
)


def start(new: B, g: F, s1: F, s2: F) -> tuple[F, F, F]:
    """Forget the note before."""
    g = select(new, 0.0, g)
    s1 = select(new, 0.0, s1)
    s2 = select(new, 0.0, s2)
    return g, s1, s2


def control(g: F, env: F, lfo: F, cutoff: F, env_amt: F) -> tuple[F, F]:
    """Aim the coefficient at the corner the coming tick ends with; at once where it has none yet."""
    f = clamp(cutoff * exp2(clamp(env_amt * env + lfo, -20.0, 20.0)), 5.0, 14000.0)
    aim = tan_pi(f * (1 / SR))
    g = select(g > 0.0, g, aim)
    dg = (aim - g) * (1 / CR)
    return g, dg


def tick(x: F, g: F, dg: F, s1: F, s2: F, damp: F) -> tuple[F, F, F, F]:
    """Return the low-pass output."""
    g = g + dg
    a = 1.0 / (1.0 + g * (g + damp))
    v3 = x - s2
    v1 = a * s1 + g * a * v3
    v2 = s2 + g * v1
    s1 = 2.0 * v1 - s1
    s2 = 2.0 * v2 - s2
    return v2, g, s1, s2
