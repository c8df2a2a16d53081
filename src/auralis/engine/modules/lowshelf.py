"""Lifts or lowers what lies below a corner; at 0 dB it changes nothing.

Trapezoidal state-variable filter, its outputs mixed: A. Simper, "Solving the continuous SVF equations
using trapezoidal integration and equivalent currents" (2013). Corner and gain travel in straight lines
between control ticks.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, exp2, select, tan_pi
from auralis.engine.simd import B, F

MODULE = Module(
    caption="Low shelf",
    inputs=("x",),
    parameters=(
        Parameter("freq", 200, 20, 14000, "Hz", "log", "Middle of the slope"),
        Parameter("gain", 0, -24, 24, "dB", "linear", "Gain far below the corner"),
    ),
    state=tuple(State(n) for n in ("g", "dg", "a", "da", "s1", "s2")),
    glide=("freq", "gain"),
)

DAMPING = 1.4142135
DECIBEL = 0.083048202


def start(new: B, g: F, s1: F, s2: F) -> tuple[F, F, F]:
    """Forget the note before."""
    g = select(new, 0.0, g)
    s1 = select(new, 0.0, s1)
    s2 = select(new, 0.0, s2)
    return g, s1, s2


def control(g: F, a: F, freq: F, gain: F) -> tuple[F, F, F, F]:
    """Aim at the coefficients of the next control tick; at once where there are none yet."""
    loud = exp2(gain * DECIBEL)
    aim = tan_pi(freq * (1 / SR)) / exp2(gain * (0.5 * DECIBEL))
    a = select(g > 0.0, a, loud)
    g = select(g > 0.0, g, aim)
    dg = (aim - g) * (1 / CR)
    da = (loud - a) * (1 / CR)
    return g, dg, a, da


def tick(x: F, g: F, dg: F, a: F, da: F, s1: F, s2: F) -> tuple[F, F, F, F, F]:
    """Filter one frame; a is the square root of the shelf's gain."""
    g = g + dg
    a = a + da
    h = 1.0 / (1.0 + g * (g + DAMPING))
    v = x - s2
    band = h * (s1 + g * v)
    low = s2 + g * band
    s1 = 2.0 * band - s1
    s2 = 2.0 * low - s2
    return x + (a - 1.0) * (DAMPING * band + (a + 1.0) * low), g, a, s1, s2
