"""Six detuned, drifting saws, spread over the stereo field: three begin on each side.

A saw is the differentiated square of its phase (V. Välimäki, "Discrete-time synthesis of the
sawtooth waveform with reduced aliasing", 2005), so a side's saws and its share of the other side's are
squared, mixed, and differentiated together. Phases are exact 32-bit integers. Each saw drifts by itself, as a
function of the absolute position.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, bipolar, exp2, hash_u, ilike, like, swap, tof, toi, vabs
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Unison of six saws",
    parameters=(
        Parameter("freq", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch"),
        Parameter("detune", 1.0, 0.0, 4.0, caption="1 is ±1.6, 4.1 and 7 cents"),
        Parameter("drift", 2.2, 0.0, 20.0, "cents", caption="How far each saw wanders"),
        Parameter("saws", 0.3, 0.0, 1.0, caption="Level of each saw"),
    ),
    state=(
        *(State(n, integer=True) for n in ("p0", "p1", "p2", "i0", "i1", "i2")),
        *(State(n) for n in ("k", "before")),
    ),
    sides=True,
)

CENT = 1.0 / 1200.0
HALF = 2147483648.0 / SR
HERTZ = 4294967296.0 * CR / SR
SLOPE = SR * 0.125 / 1073741824.0
UNIT = 1.0 / 4294967296.0
WIDE = 0.8
NEAR = 0.25
MIDDLE = 0.55


def _spread(p0: I, p1: I, p2: I) -> F:
    """Return a side's sum of the squares of all six phases, each at its place between the sides."""
    a = tof(p0) * tof(p0)
    b = tof(p1) * tof(p1)
    c = tof(p2) * tof(p2)
    own = (1.0 + WIDE) * a + (1.0 - MIDDLE) * b + (1.0 + NEAR) * c
    return own + swap((1.0 - WIDE) * a + (1.0 + MIDDLE) * b + (1.0 - NEAR) * c)


def start(lane: I, seed: int, pos: int) -> tuple[I, I, I, F]:
    """Throw the dice for the phases: by lane and position, so two notes never start alike."""
    h = hash_u(hash_u(lane + seed) + ilike(lane, pos))
    p0 = h
    p1 = hash_u(h + 1)
    p2 = hash_u(h + 2)
    before = _spread(p0, p1, p2)
    return p0, p1, p2, before


def control(
    freq: F, detune: F, drift: F, saws: F, lane: I, part: I, seed: int, pos: int
) -> tuple[I, I, I, F]:
    """Find the phase increments at this control tick: the left side's saws are flat, the right's sharp."""
    h = hash_u(lane + seed)
    t = ilike(lane, pos >> 5)
    side = tof(part + part - 1)
    pace = 1.0 + 0.1 * side
    a = bipolar(h + t * toi(like(freq, 0.0510 * HERTZ) * pace))
    b = bipolar(hash_u(h + 1) + t * toi(like(freq, 0.0507 * HERTZ) * pace))
    c = bipolar(hash_u(h + 2) + t * toi(like(freq, 0.0505 * HERTZ) * pace))
    w = drift * (4.0 * CENT)
    s = detune * CENT * side
    i0 = toi(freq * exp2(s * 7.0 + w * a * (1.0 - vabs(a))) * HALF) << 1
    i1 = toi(freq * exp2(s * 4.1 + w * b * (1.0 - vabs(b))) * HALF) << 1
    i2 = toi(freq * exp2(s * 1.6 + w * c * (1.0 - vabs(c))) * HALF) << 1
    k = SLOPE * saws / freq
    return i0, i1, i2, k


def tick(p0: I, p1: I, p2: I, i0: I, i1: I, i2: I, k: F, before: F) -> tuple[F, I, I, I, F]:
    """Move the phases and differentiate the sum of their squares."""
    p0 = p0 + i0
    p1 = p1 + i1
    p2 = p2 + i2
    now = _spread(p0, p1, p2)
    y = (now - before) * (k * UNIT)
    before = now
    return y, p0, p1, p2, before
