"""A struck bell as a bank of 16 decaying sines: eight nearly harmonic partials, each as a pair of lanes.

Every lane turns a complex number by one partial's angle, shrunk by its decay. The partials are close to
harmonic on purpose: a wine glass's own ratios would fight the key. The first two beat once or twice a
second; the lanes of a pair lean to the left and to the right and differ by a third of a cent, so that the
sound turns slowly in the room. All of it is worked out once, at the note's start.
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
    tof,
    toi,
    vmin,
)
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="Struck bell",
    outputs=("l", "r"),
    parameters=(
        Parameter("gate", 0.0, 0.0, 1.0, caption="1 until the bell is damped"),
        Parameter("choke", 0.0, 0.0, 1.0, caption="1 fades the voice out in some 30 ms"),
        Parameter("freq", 880.0, 8.0, 14000.0, "Hz", "log", "Pitch"),
        Parameter("force", 0.4, 0.0, 1.0, caption="A firmer blow wakes more of the high partials"),
        Parameter("tone", 0.0, -3.0, 3.0, "oct", caption="Shifts all partials above the first up or down"),
        Parameter("ring", 5.5, 0.1, 30.0, "s", "log", "Time in which partial 1 falls by 60 dB"),
        Parameter("level", 0.3, 0.0, 4.0, caption="Strength of the blow"),
        Parameter("onset", 0.01, 0.001, 0.1, "s", "log", "Time in which the mallet leaves the bell"),
        Parameter("damper", 1.2, 0.05, 10.0, "s", "log", "Time in which a damped bell falls by 60 dB"),
        Parameter("left", 0.7, 0.0, 1.0, caption="Level on the left"),
        Parameter("right", 0.7, 0.0, 1.0, caption="Level on the right"),
    ),
    state=tuple(State(n) for n in ("x", "y", "c", "s", "rise", "hold", "g", "dg", "wl", "wr")),
)

LOST = -9.965784
LEAN = 0.35
APART = 0.16 / 1200.0


def start(
    freq: F, force: F, tone: F, ring: F, level: F, left: F, right: F, part: I
) -> tuple[F, F, F, F, F, F, F, F, F]:
    """Set angle, decay, amplitude and place of every partial; heights are octaves above the first."""
    k = shr(part, 1)
    side = 2.0 * tof(part & 1) - 1.0
    low = like(freq, 0.0)
    height = select(k > 0, 0.0015861, low)
    height = select(k > 1, 1.0021624, height)
    height = select(k > 2, 1.0036, height)
    height = select(k > 3, 1.5907219, height)
    height = select(k > 4, 2.0600472, height)
    height = select(k > 5, 2.4409522, height)
    height = select(k > 6, 2.7634118, height)
    weight = select(k > 0, 0.35, low + 0.6)
    weight = select(k > 1, 0.2, weight)
    weight = select(k > 2, 0.1, weight)
    weight = select(k > 3, 0.12 * force * exp2(4.0 - tof(k)), weight)
    time = select(k > 0, 1.18, low + 1.0)
    time = select(k > 1, 0.58, time)
    time = select(k > 3, 0.29, time)
    time = select(k > 4, 0.145, time)
    time = select(k > 5, 0.082, time)
    time = select(k > 6, 0.055, time)
    beat = side * APART * (1.5 + bipolar(hash_u(part + toi(freq * 64.0))))
    hertz = freq * exp2(height + beat)
    keep = exp2((LOST / SR) / (ring * time))
    half = sin_turn(hertz * (0.5 / SR))
    x = select(hertz > 0.34 * SR, 0.0, 0.5 * level * weight * exp2(0.6 * tone * height))
    y = low
    c = keep * (1.0 - 2.0 * half * half)
    s = keep * sin_turn(hertz * (1.0 / SR))
    rise = low
    hold = low + 1.0
    g = low
    wl = left * (1.0 - LEAN * side)
    wr = right * (1.0 + LEAN * side)
    return x, y, c, s, rise, hold, g, wl, wr


def control(g: F, rise: F, hold: F, gate: F, choke: F, onset: F, damper: F) -> tuple[F, F, F, F]:
    """Aim at the gain of the next control tick: mallet, damper and choke."""
    rise = vmin(rise + (CR / SR) / onset, 1.0)
    fall = exp2(LOST * (CR / SR) / damper)
    hold = hold * select(choke > 0.0, 0.9, select(gate > 0.0, 1.0, fall))
    dg = (rise * rise * (3.0 - 2.0 * rise) * hold - g) * (1.0 / CR)
    return rise, hold, g, dg


def tick(x: F, y: F, c: F, s: F, g: F, dg: F, wl: F, wr: F) -> tuple[F, F, F, F, F]:
    """Turn every partial by one frame."""
    g = g + dg
    v = y * g
    z = s * x + c * y
    x = c * x - s * y
    y = z
    return v * wl, v * wr, x, y, g


def awake(x: F, y: F, hold: F) -> B:
    """Sound until every partial is below -110 dB."""
    return (x * x + y * y) * hold * hold > 1e-11
