"""Two detuned, drifting saws, one on each side.

A saw is the differentiated square of its phase (V. Välimäki, "Discrete-time synthesis of the
sawtooth waveform with reduced aliasing", 2005). Phases are exact 32-bit integers. Each saw drifts by
itself, as a function of the absolute position.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, bipolar, exp2, hash_u, ilike, like, tof, toi, vabs
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Two saws",
    outputs=("l", "r"),
    parameters=(
        Parameter("freq", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch"),
        Parameter("detune", 1.0, 0.0, 4.0, caption="1 is ±5 cents"),
        Parameter("drift", 2.2, 0.0, 20.0, "cents", caption="How far each saw wanders"),
        Parameter("saws", 0.6, 0.0, 1.0, caption="Level of each saw"),
    ),
    state=(
        *(State(n, integer=True) for n in ("pl", "pr", "il", "ir")),
        *(State(n) for n in ("k", "left", "right")),
    ),
)

CENT = 1.0 / 1200.0
APART = 5.0
HALF = 2147483648.0 / SR
HERTZ = 4294967296.0 * CR / SR
SLOPE = SR * 0.125 / 1073741824.0
UNIT = 1.0 / 4294967296.0


def start(lane: I, seed: int, pos: int) -> tuple[I, I, F, F]:
    """Throw the dice for the phases: by lane and position, so two notes never start alike."""
    pl = hash_u(hash_u(lane + seed) + ilike(lane, pos))
    pr = hash_u(pl + 1)
    left = tof(pl) * tof(pl)
    right = tof(pr) * tof(pr)
    return pl, pr, left, right


def control(freq: F, detune: F, drift: F, saws: F, lane: I, seed: int, pos: int) -> tuple[I, I, F]:
    """Find the phase increments at this control tick."""
    h = hash_u(lane + seed)
    t = ilike(lane, pos >> 5)
    a = bipolar(h + t * toi(like(freq, 0.0437 * HERTZ)))
    b = bipolar(hash_u(h + 1) + t * toi(like(freq, 0.0529 * HERTZ)))
    w = drift * (4.0 * CENT)
    s = detune * (APART * CENT)
    il = toi(freq * exp2(w * a * (1.0 - vabs(a)) - s) * HALF) << 1
    ir = toi(freq * exp2(w * b * (1.0 - vabs(b)) + s) * HALF) << 1
    k = SLOPE * UNIT * saws / freq
    return il, ir, k


def tick(pl: I, pr: I, il: I, ir: I, k: F, left: F, right: F) -> tuple[F, F, I, I, F, F]:
    """Square both phases and differentiate."""
    pl = pl + il
    pr = pr + ir
    a = tof(pl) * tof(pl)
    b = tof(pr) * tof(pr)
    low = (a - left) * k
    high = (b - right) * k
    left = a
    right = b
    return low, high, pl, pr, left, right
