"""A sine with an exact 32-bit phase, by a polynomial within 1e-5 (-100 dB) of the true one."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, bipolar, ilike, toi, vabs
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Sine",
    parameters=(
        Parameter("freq", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch"),
        Parameter("level", 1.0, 0.0, 4.0, caption="Amplitude"),
    ),
    state=(State("ph", integer=True),),
)


def start(freq: F) -> I:
    """Begin at zero."""
    ph = ilike(freq, 0)
    return ph


def tick(ph: I, freq: F, level: F) -> tuple[F, I]:
    """Return one frame."""
    t = bipolar(ph)
    w = t - t * vabs(t)
    q = vabs(w)
    y = level * w * (3.1422172 + q * (3.1265556 + q * 1.2178026))
    ph = ph + (toi(freq * (2147483648.0 / SR)) << 1)
    return y, ph
