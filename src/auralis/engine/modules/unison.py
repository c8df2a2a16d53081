"""Six detuned, drifting saws, spread over the stereo field.

A saw is the differentiated square of its phase (V. Välimäki, "Discrete-time synthesis of the
sawtooth waveform with reduced aliasing", 2005), so the six are squared, mixed, and differentiated
once a channel. Phases are exact 32-bit integers. Each saw drifts by itself, as a function of the
absolute position.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, bipolar, exp2, hash_u, ilike, like, tof, toi, vabs
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Unison of six saws",
    outputs=("l", "r"),
    parameters=(
        Parameter("freq", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch"),
        Parameter("detune", 1.0, 0.0, 4.0, caption="1 is ±1.6, 4.1 and 7 cents"),
        Parameter("drift", 2.2, 0.0, 20.0, "cents", caption="How far each saw wanders"),
        Parameter("saws", 0.3, 0.0, 1.0, caption="Level of each saw"),
    ),
    state=tuple(State(f"p{i}", integer=True) for i in range(6))
    + tuple(State(f"i{i}", integer=True) for i in range(6))
    + (State("k"), State("mid"), State("side")),
)

CENT = 1.0 / 1200.0
HALF = 2147483648.0 / SR
HERTZ = 4294967296.0 * CR / SR
SLOPE = SR * 0.125 / 1073741824.0
UNIT = 1.0 / 4294967296.0
WIDE = 0.8
NEAR = 0.25
MIDDLE = 0.55


def start(lane: I, seed: int, pos: int) -> tuple[I, I, I, I, I, I, F, F]:
    """Throw the dice for the phases: by lane and position, so two notes never start alike."""
    h = hash_u(hash_u(lane + seed) + ilike(lane, pos))
    p0 = h
    p1 = hash_u(h + 1)
    p2 = hash_u(h + 2)
    p3 = hash_u(h + 3)
    p4 = hash_u(h + 4)
    p5 = hash_u(h + 5)
    a = tof(p0) * tof(p0)
    b = tof(p1) * tof(p1)
    c = tof(p2) * tof(p2)
    d = tof(p3) * tof(p3)
    e = tof(p4) * tof(p4)
    f = tof(p5) * tof(p5)
    mid = (a + f) + (b + e) + (c + d)
    side = WIDE * (f - a) + MIDDLE * (b - e) + NEAR * (d - c)
    return p0, p1, p2, p3, p4, p5, mid, side


def control(
    freq: F, detune: F, drift: F, saws: F, lane: I, seed: int, pos: int
) -> tuple[I, I, I, I, I, I, F]:
    """Find the phase increments at this control tick."""
    h = hash_u(lane + seed)
    t = ilike(lane, pos >> 5)
    a = bipolar(h + t * toi(like(freq, 0.0400 * HERTZ)))
    b = bipolar(hash_u(h + 1) + t * toi(like(freq, 0.0437 * HERTZ)))
    c = bipolar(hash_u(h + 2) + t * toi(like(freq, 0.0481 * HERTZ)))
    d = bipolar(hash_u(h + 3) + t * toi(like(freq, 0.0529 * HERTZ)))
    e = bipolar(hash_u(h + 4) + t * toi(like(freq, 0.0577 * HERTZ)))
    f = bipolar(hash_u(h + 5) + t * toi(like(freq, 0.0619 * HERTZ)))
    w = drift * (4.0 * CENT)
    s = detune * CENT
    i0 = toi(freq * exp2(s * -7.0 + w * a * (1.0 - vabs(a))) * HALF) << 1
    i1 = toi(freq * exp2(s * -4.1 + w * b * (1.0 - vabs(b))) * HALF) << 1
    i2 = toi(freq * exp2(s * -1.6 + w * c * (1.0 - vabs(c))) * HALF) << 1
    i3 = toi(freq * exp2(s * 1.6 + w * d * (1.0 - vabs(d))) * HALF) << 1
    i4 = toi(freq * exp2(s * 4.1 + w * e * (1.0 - vabs(e))) * HALF) << 1
    i5 = toi(freq * exp2(s * 7.0 + w * f * (1.0 - vabs(f))) * HALF) << 1
    k = SLOPE * saws / freq
    return i0, i1, i2, i3, i4, i5, k


def tick(
    p0: I,
    p1: I,
    p2: I,
    p3: I,
    p4: I,
    p5: I,
    i0: I,
    i1: I,
    i2: I,
    i3: I,
    i4: I,
    i5: I,
    k: F,
    mid: F,
    side: F,
) -> tuple[F, F, I, I, I, I, I, I, F, F]:
    """Sum the saws to the middle and the sides, differentiate both."""
    p0 = p0 + i0
    p1 = p1 + i1
    p2 = p2 + i2
    p3 = p3 + i3
    p4 = p4 + i4
    p5 = p5 + i5
    a = tof(p0) * tof(p0)
    b = tof(p1) * tof(p1)
    c = tof(p2) * tof(p2)
    d = tof(p3) * tof(p3)
    e = tof(p4) * tof(p4)
    f = tof(p5) * tof(p5)
    m = (a + f) + (b + e) + (c + d)
    s = WIDE * (f - a) + MIDDLE * (b - e) + NEAR * (d - c)
    scale = k * UNIT
    middle = (m - mid) * scale
    sides = (s - side) * scale
    mid = m
    side = s
    return middle - sides, middle + sides, p0, p1, p2, p3, p4, p5, mid, side
