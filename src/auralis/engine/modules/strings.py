"""Struck strings as a bank of 48 decaying sines: 22 stiff partials on two strings each, 4 thumps of the key.

Every lane turns a complex number by one partial's angle, shrunk by its decay: six operations a
frame. The two strings of a partial differ by a fraction of a cent and decay at different rates,
which gives the beating and the double decay of a piano (G. Weinreich, "Coupled piano strings",
1977); stiffness stretches the partials (H. Fletcher, 1964). All of it is worked out once, at the
note's start. `level` scales the partials' weights |sin(nπ/8.3)| n^-.6 exp(-f/felt).
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    bipolar,
    exp2,
    hash_u,
    like,
    select,
    shr,
    sin_turn,
    sqrt,
    tof,
    toi,
    vabs,
    vmin,
)
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="Struck strings",
    outputs=("l", "r"),
    parameters=(
        Parameter("gate", 0.0, 0.0, 1.0, caption="1 while the key is held"),
        Parameter("choke", 0.0, 0.0, 1.0, caption="1 fades the voice out in some 30 ms"),
        Parameter("freq", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch"),
        Parameter("stiffness", 0.0005, 0.0, 0.05, caption="Inharmonicity B of the string"),
        Parameter("felt", 1500.0, 100.0, 12000.0, "Hz", "log", "Where the hammer's felt darkens the blow"),
        Parameter("tone", 0.0, -3.0, 3.0, "oct", caption="Shifts that darkening, for blows to come"),
        Parameter("ring", 8.5, 0.1, 30.0, "s", "log", "Time in which partial 1 falls by 60 dB"),
        Parameter("level", 0.3, 0.0, 20.0, caption="Strength of the blow"),
        Parameter("thump", 0.02, 0.0, 1.0, caption="Level of the key's thump"),
        Parameter("onset", 0.008, 0.001, 0.1, "s", "log", "Time in which the hammer leaves the string"),
        Parameter("damper", 0.45, 0.05, 5.0, "s", "log", "Time in which a released string falls by 60 dB"),
        Parameter("left", 0.7, 0.0, 1.0, caption="Level on the left"),
        Parameter("right", 0.7, 0.0, 1.0, caption="Level on the right"),
    ),
    state=tuple(State(n) for n in ("x", "y", "c", "s", "rise", "hold", "g", "dg")),
)

KEY = 43
LOST = -9.965784


def start(
    freq: F, stiffness: F, felt: F, tone: F, ring: F, level: F, thump: F, part: I
) -> tuple[F, F, F, F, F, F, F]:
    """Set angle, decay and amplitude of every partial."""
    second = tof(part & 1)
    n = tof(shr(part, 1)) + 1.0
    key = tof(part) - 44.0
    thud = part > KEY
    stretched = freq * n * sqrt((1.0 + stiffness * n * n) / (1.0 + stiffness))
    beat = exp2(second * (0.45 + 0.45 * bipolar(hash_u(part + toi(freq * 64.0)))) * (1.0 / 1200.0))
    hertz = select(thud, 71.0 + key * (31.0 + key * (18.5 - key * 2.5)), stretched * beat)
    root = sqrt(sqrt(sqrt(n)))
    weight = vabs(sin_turn(n * (1.0 / 16.6))) / sqrt(n * root * sqrt(root))
    weight = weight * exp2(stretched * -1.442695 / (felt * exp2(tone))) * (0.78 - 0.52 * second)
    weight = select(freq * n > 6500.0, select(n > 1.0, 0.0, weight), weight)
    thumps = thump * (1.0 - key * (0.0833333 + key * (0.15 - key * 0.0333333)))
    lost = (1.0 + 0.16 * (n - 1.0) + stretched * stretched * (1.0 / 17640000.0)) / ring
    lost = select(thud, 6.25 + key * (1.75 + key * 0.31), lost / (0.55 + 0.95 * second))
    keep = exp2(lost * (LOST / SR))
    half = sin_turn(hertz * (0.5 / SR))
    x = select(hertz > 0.34 * SR, 0.0, select(thud, thumps, level * weight))
    y = like(freq, 0.0)
    c = keep * (1.0 - 2.0 * half * half)
    s = keep * sin_turn(hertz * (1.0 / SR))
    rise = y
    hold = like(freq, 1.0)
    g = y
    return x, y, c, s, rise, hold, g


def control(g: F, rise: F, hold: F, gate: F, choke: F, onset: F, damper: F, part: I) -> tuple[F, F, F, F]:
    """Aim at the gain of the next control tick: hammer, damper and choke."""
    rise = vmin(rise + (CR / SR) / select(part > KEY, 0.003, onset), 1.0)
    fall = exp2(LOST * (CR / SR) / damper)
    hold = hold * select(choke > 0.0, 0.9, select(gate > 0.0, 1.0, fall))
    dg = (rise * rise * (3.0 - 2.0 * rise) * hold - g) * (1.0 / CR)
    return rise, hold, g, dg


def tick(x: F, y: F, c: F, s: F, g: F, dg: F, left: F, right: F) -> tuple[F, F, F, F, F]:
    """Turn every partial by one frame."""
    g = g + dg
    v = y * g
    z = s * x + c * y
    x = c * x - s * y
    y = z
    return v * left, v * right, x, y, g


def awake(x: F, y: F, hold: F) -> B:
    """Sound until every partial is below -110 dB."""
    return (x * x + y * y) * hold * hold > 1e-11
