"""A bass tone: a sine with three soft harmonics, gently saturated.

sin x + .45 sin 2x + .22 sin 3x + .08 sin 4x by the multiple-angle formulas, then tanh(.8 y) as an
odd polynomial (within 1e-4 of it up to |y| = 1.8). The harmonics carry the bass on small speakers.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, bipolar, ilike, toi, vabs
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Bass tone",
    parameters=(Parameter("freq", 65.0, 8.0, 14000.0, "Hz", "log", "Pitch"),),
    state=(State("ph", integer=True),),
)

QUARTER = 1 << 30


def start(freq: F) -> I:
    """Begin at the sine's zero."""
    ph = ilike(freq, 0)
    return ph


def tick(ph: I, freq: F) -> tuple[F, I]:
    """Return the saturated sum of four partials."""
    t = bipolar(ph)
    w = t - t * vabs(t)
    q = vabs(w)
    s = w * (3.1422172 + q * (3.1265556 + q * 1.2178026))
    t = bipolar(ph + QUARTER)
    w = t - t * vabs(t)
    q = vabs(w)
    c = w * (3.1422172 + q * (3.1265556 + q * 1.2178026))
    y = 0.8 * s * (0.78 + c * (0.58 + c * (0.88 + c * 0.64)))
    q = y * y
    y = y * (0.99936465 + q * (-0.32684572 + q * (0.11410983 + q * (-0.028464078 + q * 0.0033581995))))
    ph = ph + (toi(freq * (2147483648.0 / SR)) << 1)
    return y, ph
