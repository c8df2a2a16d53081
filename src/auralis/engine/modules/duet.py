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
    parameters=(
        Parameter("freq", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch"),
        Parameter("detune", 1.0, 0.0, 4.0, caption="1 is ±5 cents"),
        Parameter("drift", 2.2, 0.0, 20.0, "cents", caption="How far each saw wanders"),
        Parameter("saws", 0.6, 0.0, 1.0, caption="Level of each saw"),
    ),
    state=(State("p", integer=True), State("i", integer=True), State("k"), State("before")),
    sides=True,
)

CENT = 1.0 / 1200.0
APART = 5.0
HALF = 2147483648.0 / SR
HERTZ = 4294967296.0 * CR / SR
SLOPE = SR * 0.125 / 1073741824.0
UNIT = 1.0 / 4294967296.0


def start(lane: I, seed: int, pos: int) -> tuple[I, F]:
    """Throw the dice for the phase: by lane and position, so two notes never start alike."""
    p = hash_u(hash_u(lane + seed) + ilike(lane, pos))
    before = tof(p) * tof(p)
    return p, before


def control(freq: F, detune: F, drift: F, saws: F, lane: I, part: I, seed: int, pos: int) -> tuple[I, F]:
    """Find the phase increment at this control tick: left a little flat, right a little sharp."""
    side = tof(part + part - 1)
    t = ilike(lane, pos >> 5)
    a = bipolar(hash_u(lane + seed) + t * toi(like(freq, 0.0483 * HERTZ) * (1.0 + 0.095 * side)))
    away = drift * (4.0 * CENT) * a * (1.0 - vabs(a)) + detune * (APART * CENT) * side
    i = toi(freq * exp2(away) * HALF) << 1
    k = SLOPE * UNIT * saws / freq
    return i, k


def tick(p: I, i: I, k: F, before: F) -> tuple[F, I, F]:
    """Square the phase and differentiate."""
    p = p + i
    now = tof(p) * tof(p)
    y = (now - before) * k
    before = now
    return y, p, before
