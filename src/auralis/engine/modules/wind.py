"""Wind: soft noise that gathers round a wandering frequency, left and right for itself.

One hash a frame is the noise of both sides: all of its bits and its lower half. A pole at 2 kHz makes it
as good as pink, within 3 dB from 500 Hz to 8 kHz, and a trapezoidal state-variable filter (V. Zavalishin,
"The Art of VA Filter Design", 2012) takes a band of it and adds some of the hiss above. The band wanders
over `width` octaves round `centre`; the more a note is gathered, the narrower it lies on `freq`, at about
the same power. Everything slow is a function of the absolute position.
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
    outputs=("l", "r"),
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
        State("loud"),
        *(State(n + side) for side in ("l", "r") for n in ("k", "b", "c", "d", "h")),
        *(State(n + side) for side in ("l", "r") for n in ("p", "s", "t")),
    ),
)

TURN = 2147483648.0 * CR / SR
DAMP = 1.1
KEEP = 0.75
PEAK = 0.262 / 2147483648.0


def start(freq: F) -> tuple[F, F, F, F, F, F]:
    """Forget the noise of the note before."""
    pl = like(freq, 0.0)
    sl = pl
    tl = pl
    pr = pl
    sr = pl
    tr = pl
    return pl, sl, tl, pr, sr, tr


def control(
    freq: F, gather: F, centre: F, width: F, tone: F, hiss: F, rate: F, lane: I, seed: int, pos: int
) -> tuple[I, F, F, F, F, F, F, F, F, F, F, F]:
    """Find the filters of both sides, a little apart, and the key of this stretch of noise."""
    own = hash_u(lane + seed)
    key = hash_u(own + ilike(lane, pos >> 32))
    turns = ilike(lane, pos >> 5)
    pace = rate * TURN * (1.0 + 0.25 * bipolar(hash_u(own)))
    a = bipolar(own + (toi(pace) << 1) * turns)
    b = bipolar(hash_u(own + 1) + (toi(pace * 2.17) << 1) * turns)
    c = bipolar(hash_u(own + 2) + (toi(pace * 2.39) << 1) * turns)
    near = 1.6 * a * (1.0 - vabs(a))
    left = near + 0.4 * b * (1.0 - vabs(b))
    right = near + 0.4 * c * (1.0 - vabs(c))
    damp = DAMP * exp2(-3.6 * gather)
    loud = PEAK * sqrt(damp)
    free = centre * (1.0 - gather)
    shift = exp2(tone)
    fl = clamp((free * exp2(width * left) + freq * gather) * shift, 40.0, 12000.0)
    fr = clamp((free * exp2(width * right) + freq * gather) * shift, 40.0, 12000.0)
    gl = tan_pi(fl * (1.0 / SR))
    kl = gl + damp
    al = 1.0 / (1.0 + gl * kl)
    bl = 2.0 * gl * al
    cl = 2.0 * gl
    dl = bl * gl
    hl = (gl + hiss * damp) * al
    gr = tan_pi(fr * (1.0 / SR))
    kr = gr + damp
    ar = 1.0 / (1.0 + gr * kr)
    br = 2.0 * gr * ar
    cr = 2.0 * gr
    dr = br * gr
    hr = (gr + hiss * damp) * ar
    return key, loud, kl, bl, cl, dl, hl, kr, br, cr, dr, hr


def tick(
    key: I,
    loud: F,
    kl: F,
    bl: F,
    cl: F,
    dl: F,
    hl: F,
    kr: F,
    br: F,
    cr: F,
    dr: F,
    hr: F,
    pl: F,
    sl: F,
    tl: F,
    pr: F,
    sr: F,
    tr: F,
    lane: I,
    pos: int,
) -> tuple[F, F, F, F, F, F, F, F]:
    """Return both sides' band and hiss."""
    bits = hash_u(key + ilike(lane, pos))
    wl = tof(bits) * loud
    wr = tof(bits << 16) * loud
    pl = KEEP * pl + wl
    el = (pl - tl) - kl * sl
    yl = sl + hl * el
    tl = (tl + cl * sl) + dl * el
    sl = sl + bl * el
    pr = KEEP * pr + wr
    er = (pr - tr) - kr * sr
    yr = sr + hr * er
    tr = (tr + cr * sr) + dr * er
    sr = sr + br * er
    return yl, yr, pl, sl, tl, pr, sr, tr
