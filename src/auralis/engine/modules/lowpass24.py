"""Stereo low-pass, 24 dB an octave: two trapezoidal state-variable filters in series a channel.

Source: V. Zavalishin, "The Art of VA Filter Design" (2012), §4. All four stages share one pair of
coefficients, computed once a control tick. The cutoff follows the note's pitch, opens with `sweep`
and sways a little, as a function of the absolute position.
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
    select,
    tan_pi,
    toi,
    vabs,
)
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Warm stereo low-pass",
    inputs=("left", "right", "sweep~"),
    outputs=("l", "r"),
    parameters=(
        Parameter("freq", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch of the note"),
        Parameter("base", 240.0, 20.0, 9000.0, "Hz", "log", "Cutoff of a closed filter"),
        Parameter("track", 1.15, 0.0, 4.0, caption="How much of the pitch is added"),
        Parameter("opening", 2600.0, 0.0, 9000.0, "Hz", caption="What is added by an open filter"),
        Parameter("tone", 0.0, -3.0, 3.0, "oct", caption="Shifts the cutoff"),
        Parameter("sway", 0.3, 0.0, 2.0, "oct", caption="How far the cutoff sways by itself"),
        Parameter("damping", 1.6, 0.2, 2.0, caption="1/Q of each stage"),
    ),
    state=tuple(State(n) for n in ("g", "dg", "b", "db", "l1", "l2", "l3", "l4", "r1", "r2", "r3", "r4")),
    glide=("tone",),
)

STEP = 0.047 * 4294967296.0 * CR / SR


def start(freq: F) -> F:
    """Let `control` set the coefficients at once."""
    g = like(freq, 0.0)
    return g


def control(
    sweep: F,
    g: F,
    b: F,
    freq: F,
    base: F,
    track: F,
    opening: F,
    tone: F,
    sway: F,
    damping: F,
    lane: I,
    seed: int,
    pos: int,
) -> tuple[F, F, F, F]:
    """Aim at the coefficients of the next control tick."""
    turn = bipolar(hash_u(lane + seed) + toi(like(g, STEP)) * ilike(lane, (pos >> 5) + 1))
    octaves = tone + sway * 4.0 * turn * (1.0 - vabs(turn))
    cutoff = clamp((base + track * freq + opening * sweep) * exp2(octaves), 20.0, 9000.0)
    new_g = tan_pi(cutoff * (1.0 / SR))
    new_b = new_g / (1.0 + new_g * (new_g + damping))
    b = select(g > 0.0, b, new_b)
    g = select(g > 0.0, g, new_g)
    dg = (new_g - g) * (1.0 / CR)
    db = (new_b - b) * (1.0 / CR)
    return g, dg, b, db


def tick(
    left: F,
    right: F,
    g: F,
    dg: F,
    b: F,
    db: F,
    l1: F,
    l2: F,
    l3: F,
    l4: F,
    r1: F,
    r2: F,
    r3: F,
    r4: F,
    damping: F,
) -> tuple[F, F, F, F, F, F, F, F, F, F, F, F]:
    """Filter one frame of both channels."""
    g = g + dg
    b = b + db
    k = g + damping
    band = l1 + b * (left - k * l1 - l2)
    x = l2 + g * band
    l1 = 2.0 * band - l1
    l2 = 2.0 * x - l2
    band = l3 + b * (x - k * l3 - l4)
    x = l4 + g * band
    l3 = 2.0 * band - l3
    l4 = 2.0 * x - l4
    band = r1 + b * (right - k * r1 - r2)
    y = r2 + g * band
    r1 = 2.0 * band - r1
    r2 = 2.0 * y - r2
    band = r3 + b * (y - k * r3 - r4)
    y = r4 + g * band
    r3 = 2.0 * band - r3
    r4 = 2.0 * y - r4
    return x, y, g, b, l1, l2, l3, l4, r1, r2, r3, r4
