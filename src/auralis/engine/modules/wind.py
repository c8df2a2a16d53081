"""Wind: soft noise that gathers round a wandering frequency, left and right for itself.

A pole at 2 kHz makes white noise as good as pink, within 3 dB from 500 Hz to 8 kHz, and a trapezoidal
state-variable filter (V. Zavalishin, "The Art of VA Filter Design", 2012) takes a band of it and adds some
of the hiss above. The band wanders over `width` octaves round `centre`; the more a note is gathered, the
narrower it lies on `freq`, at about the same power. Everything slow is a function of the absolute position.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    bipolar,
    clamp,
    exp2,
    hash_u,
    ilike,
    like,
    sqrt,
    tan_pi,
    tof,
    toi,
    vabs,
)
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Wind",
    parameters=(
        Parameter("freq", 440.0, 8.0, 14000.0, "Hz", "log", "Where a gathered note lies"),
        Parameter("gather", 0.0, 0.0, 1.0, caption="0 wanders in the band, 1 lies on its frequency"),
        Parameter("centre", 2450.0, 50.0, 12000.0, "Hz", "log", "Middle of the band"),
        Parameter("width", 2.0, 0.0, 5.0, "oct", caption="How far the band wanders"),
        Parameter("tone", 0.0, -3.0, 3.0, "oct", caption="Shifts the band"),
        Parameter("hiss", 0.2, 0.0, 1.0, caption="Level of what lies above the band"),
        Parameter("rate", 0.05, 0.001, 2.0, "Hz", "log", "How often the band wanders"),
    ),
    state=(
        State("key", integer=True),
        *(State(n) for n in ("loud", "k", "b", "c", "d", "h", "p", "s", "t")),
    ),
    sides=True,
)

TURN = 2147483648.0 * CR / SR
DAMP = 1.1
KEEP = 0.75
PEAK = 0.262 / 2147483648.0


def start(freq: F) -> tuple[F, F, F]:
    """Forget the noise of the note before."""
    p = like(freq, 0.0)
    s = p
    t = p
    return p, s, t


def control(
    freq: F, gather: F, centre: F, width: F, tone: F, hiss: F, rate: F, lane: I, part: I, seed: int, pos: int
) -> tuple[I, F, F, F, F, F, F]:
    """Find the filter of each side, a little apart, and the key of this stretch of noise."""
    own = hash_u(lane - part + seed)
    key = hash_u(hash_u(lane + seed) + ilike(lane, pos >> 32))
    turns = ilike(lane, pos >> 5)
    pace = rate * TURN * (1.0 + 0.25 * bipolar(hash_u(own)))
    a = bipolar(own + (toi(pace) << 1) * turns)
    b = bipolar(hash_u(own + 1 + part) + (toi(pace * (2.17 + 0.22 * tof(part))) << 1) * turns)
    away = 1.6 * a * (1.0 - vabs(a)) + 0.4 * b * (1.0 - vabs(b))
    damp = DAMP * exp2(-3.6 * gather)
    loud = PEAK * sqrt(damp)
    free = centre * (1.0 - gather)
    lies = clamp((free * exp2(width * away) + freq * gather) * exp2(tone), 40.0, 12000.0)
    g = tan_pi(lies * (1.0 / SR))
    k = g + damp
    low = 1.0 / (1.0 + g * k)
    b = 2.0 * g * low
    c = 2.0 * g
    d = b * g
    h = (g + hiss * damp) * low
    return key, loud, k, b, c, d, h


def tick(
    key: I, loud: F, k: F, b: F, c: F, d: F, h: F, p: F, s: F, t: F, lane: I, pos: int
) -> tuple[F, F, F, F]:
    """Return the side's band and hiss."""
    p = KEEP * p + tof(hash_u(key + ilike(lane, pos))) * loud
    e = (p - t) - k * s
    y = s + h * e
    t = (t + c * s) + d * e
    s = s + b * e
    return y, p, s, t
