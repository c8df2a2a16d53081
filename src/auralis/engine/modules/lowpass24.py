"""Low-pass, 24 dB an octave: two trapezoidal state-variable filters in series.

Source: V. Zavalishin, "The Art of VA Filter Design" (2012), §4, with both states written as their old
values plus a multiple of one error: a short way round the loop. Both stages share the coefficients,
computed once a control tick and gliding between. The cutoff follows the note's pitch, opens with `sweep`
and sways a little, as a function of the absolute position; all lanes of a voice sway alike.
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
    caption="Warm low-pass",
    inputs=("x", "sweep~"),
    parameters=(
        Parameter("freq", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch of the note"),
        Parameter("base", 240.0, 20.0, 9000.0, "Hz", "log", "Cutoff of a closed filter"),
        Parameter("track", 1.15, 0.0, 4.0, caption="How much of the pitch is added"),
        Parameter("opening", 2600.0, 0.0, 9000.0, "Hz", caption="What is added by an open filter"),
        Parameter("tone", 0.0, -3.0, 3.0, "oct", caption="Shifts the cutoff"),
        Parameter("sway", 0.3, 0.0, 2.0, "oct", caption="How far the cutoff sways by itself"),
        Parameter("damping", 1.6, 0.2, 2.0, caption="1/Q of each stage"),
    ),
    state=tuple(State(n) for n in ("k", "b", "c", "d", "dk", "db", "dc", "dd"))
    + tuple(State(f"s{n}") for n in (1, 2, 3, 4)),
    glide=("tone",),
)

STEP = 0.047 * 4294967296.0 * CR / SR


def start(freq: F) -> F:
    """Let `control` set the coefficients at once."""
    k = like(freq, 0.0)
    return k


def control(
    sweep: F,
    k: F,
    b: F,
    c: F,
    d: F,
    freq: F,
    base: F,
    track: F,
    opening: F,
    tone: F,
    sway: F,
    damping: F,
    lane: I,
    part: I,
    seed: int,
    pos: int,
) -> tuple[F, F, F, F, F, F, F, F]:
    """Aim at the coefficients of the next control tick."""
    turn = bipolar(hash_u(lane - part + seed) + toi(like(k, STEP)) * ilike(lane, (pos >> 5) + 1))
    octaves = tone + sway * 4.0 * turn * (1.0 - vabs(turn))
    cutoff = clamp((base + track * freq + opening * sweep) * exp2(octaves), 20.0, 9000.0)
    g = tan_pi(cutoff * (1.0 / SR))
    new_k = g + damping
    new_c = 2.0 * g
    new_b = new_c / (1.0 + g * new_k)
    new_d = g * new_b
    born = k > 0.0
    b = select(born, b, new_b)
    c = select(born, c, new_c)
    d = select(born, d, new_d)
    k = select(born, k, new_k)
    dk = (new_k - k) * (1.0 / CR)
    db = (new_b - b) * (1.0 / CR)
    dc = (new_c - c) * (1.0 / CR)
    dd = (new_d - d) * (1.0 / CR)
    return k, b, c, d, dk, db, dc, dd


def tick(
    x: F, k: F, b: F, c: F, d: F, dk: F, db: F, dc: F, dd: F, s1: F, s2: F, s3: F, s4: F
) -> tuple[F, F, F, F, F, F, F, F, F]:
    """Filter one frame; each stage gives twice its output."""
    k = k + dk
    b = b + db
    c = c + dc
    d = d + dd
    e = (x - s2) - k * s1
    after = (s2 + c * s1) + d * e
    x = s2 + after
    s1 = s1 + b * e
    s2 = after
    e = (x - s4) - k * s3
    after = (s4 + c * s3) + d * e
    y = (s4 + after) * 0.25
    s3 = s3 + b * e
    s4 = after
    return y, k, b, c, d, s1, s2, s3, s4
