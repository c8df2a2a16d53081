"""Lifts or lowers a band around a frequency; at 0 dB it changes nothing.

Trapezoidal state-variable filter, its outputs mixed: A. Simper, "Solving the continuous SVF equations
using trapezoidal integration and equivalent currents" (2013). Corner and gain travel in straight lines
between control ticks.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, exp2, select, tan_pi
from auralis.engine.simd import B, F

MODULE = Module(
    caption="Parametric bell",
    inputs=("x",),
    parameters=(
        Parameter("freq", 1000, 20, 14000, "Hz", "log", "Middle of the band"),
        Parameter("gain", 0, -24, 24, "dB", "linear", "Gain at the middle"),
        Parameter("q", 0.7, 0.1, 20, "", "log", "Sharpness: middle over bandwidth"),
    ),
    state=tuple(State(n) for n in ("g", "dg", "k", "dk", "a", "da", "s1", "s2")),
    glide=("freq", "gain", "q"),
)

DECIBEL = 0.083048202


def start(new: B, g: F, s1: F, s2: F) -> tuple[F, F, F]:
    """Forget the note before."""
    g = select(new, 0.0, g)
    s1 = select(new, 0.0, s1)
    s2 = select(new, 0.0, s2)
    return g, s1, s2


def control(g: F, k: F, a: F, freq: F, gain: F, q: F) -> tuple[F, F, F, F, F, F]:
    """Aim at the coefficients of the next control tick; at once where there are none yet."""
    aim = tan_pi(freq * (1 / SR))
    loud = exp2(gain * DECIBEL)
    damping = 1.0 / (q * loud)
    k = select(g > 0.0, k, damping)
    a = select(g > 0.0, a, loud)
    g = select(g > 0.0, g, aim)
    dg = (aim - g) * (1 / CR)
    dk = (damping - k) * (1 / CR)
    da = (loud - a) * (1 / CR)
    return g, dg, k, dk, a, da


def tick(x: F, g: F, dg: F, k: F, dk: F, a: F, da: F, s1: F, s2: F) -> tuple[F, F, F, F, F, F]:
    """Filter one frame; a is the square root of the gain at the middle."""
    g = g + dg
    k = k + dk
    a = a + da
    h = 1.0 / (1.0 + g * (g + k))
    v = x - s2
    band = h * (s1 + g * v)
    low = s2 + g * band
    s1 = 2.0 * band - s1
    s2 = 2.0 * low - s2
    return x + k * (a * a - 1.0) * band, g, k, a, s1, s2
