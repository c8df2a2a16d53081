"""The gentlest filter: 6 dB an octave, what is below the corner and what is above it; together the input.

Trapezoidal one-pole: V. Zavalishin, "The Art of VA Filter Design" (2012), §3. The coefficient travels in a
straight line between control ticks.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, clamp, exp2, select, tan_pi
from auralis.engine.simd import B, F

MODULE = Module(
    caption="One-pole low- and high-pass",
    inputs=("x", "env~"),
    outputs=("low", "high"),
    parameters=(
        Parameter("cutoff", 1000, 5, 14000, "Hz", "log", "Corner without modulation"),
        Parameter("env_amt", 0, -8, 8, "octaves", "linear", "How far the envelope moves the corner"),
    ),
    state=(State("g"), State("dg"), State("s")),
    glide=("cutoff", "env_amt"),
)


def start(new: B, g: F, s: F) -> tuple[F, F]:
    """Forget the note before."""
    g = select(new, 0.0, g)
    s = select(new, 0.0, s)
    return g, s


def control(g: F, env: F, cutoff: F, env_amt: F) -> tuple[F, F]:
    """Aim at the coefficient of the next control tick; at once where there is none yet."""
    w = tan_pi(clamp(cutoff * exp2(clamp(env_amt * env, -20.0, 20.0)), 1.0, 14000.0) * (1 / SR))
    aim = w / (1.0 + w)
    g = select(g > 0.0, g, aim)
    dg = (aim - g) * (1 / CR)
    return g, dg


def tick(x: F, g: F, dg: F, s: F) -> tuple[F, F, F, F]:
    """Split one frame."""
    g = g + dg
    v = (x - s) * g
    low = v + s
    s = low + v
    return low, x - low, g, s
