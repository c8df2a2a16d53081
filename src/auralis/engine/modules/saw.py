"""A saw whose edges are smoothed over two samples, on an exact 32-bit phase.

PolyBLEP: Välimäki and Huovilainen, "Antialiasing oscillators in subtractive synthesis", 2007.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, bipolar, select, toi, vmax, vmin
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="Band-limited saw",
    parameters=(
        Parameter("freq", 220, 8, 14000, "Hz", "log", "pitch"),
        Parameter("ratio", 1, 0.25, 8, "", "log", "detuning as a factor of the pitch"),
        Parameter("phase", 0, 0, 1, "turns", "linear", "where the period begins at a note-on"),
    ),
    state=(State("ph", integer=True),),
)


def start(new: B, ph: I, phase: F) -> I:
    """Begin the period at the phase."""
    ph = select(new, toi((phase - 0.5) * 2147483520.0) * 2, ph)
    return ph


def tick(ph: I, freq: F, ratio: F) -> tuple[F, I]:
    """Return the naive saw less what its edge aliases, within a sample of the edge."""
    dt = vmin(freq * ratio * (1 / SR), 0.49)
    half = 0.5 / dt
    edge = 1.0 - half
    t = bipolar(ph)
    q = t * half
    u = vmax(edge - q, 0.0)
    v = vmax(edge + q, 0.0)
    ph = ph + toi(dt * 2147483648.0) * 2
    return t - (v * v - u * u), ph
