"""The end of a struck voice: a soft onset, an exponential fall, and a place between left and right.

The place differs a little from stroke to stroke, drawn from the position.
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
    sin_turn,
    vmin,
)
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="Stroke",
    inputs=("x",),
    outputs=("l", "r"),
    parameters=(
        Parameter("gate", 0.0, 0.0, 1.0, caption="1 until the stroke is damped"),
        Parameter("choke", 0.0, 0.0, 1.0, caption="1 fades the voice out in some 30 ms"),
        Parameter("onset", 0.006, 0.001, 1.0, "s", "log", "Time to full level"),
        Parameter("decay", 0.11, 0.005, 10.0, "s", "log", "Time constant of the fall"),
        Parameter("damper", 0.4, 0.02, 5.0, "s", "log", "Time in which a damped stroke falls by 60 dB"),
        Parameter("pan", 0.5, 0.0, 1.0, caption="0 left, 1 right"),
        Parameter("vary", 0.0, 0.0, 0.5, caption="How far strokes differ in place"),
    ),
    state=tuple(State(n) for n in ("rise", "hold", "g", "dg", "wl", "wr")),
)

LOST = -9.965784
E = -1.442695


def start(pan: F, vary: F, lane: I, seed: int, pos: int) -> tuple[F, F, F, F, F]:
    """Stand at the stroke's own place."""
    place = clamp(pan + vary * bipolar(hash_u(hash_u(lane + seed) + ilike(lane, pos))), 0.0, 1.0)
    wl = sin_turn(0.25 - 0.25 * place)
    wr = sin_turn(0.25 * place)
    rise = like(pan, 0.0)
    hold = like(pan, 1.0)
    g = rise
    return rise, hold, g, wl, wr


def control(rise: F, hold: F, g: F, gate: F, choke: F, onset: F, decay: F, damper: F) -> tuple[F, F, F, F]:
    """Aim at the level of the next control tick."""
    rise = vmin(rise + (CR / SR) / onset, 1.0)
    lost = E / decay + select(gate > 0.0, 0.0, LOST / damper)
    hold = hold * select(choke > 0.0, 0.9, exp2((CR / SR) * lost))
    dg = (rise * rise * (3.0 - 2.0 * rise) * hold - g) * (1.0 / CR)
    return rise, hold, g, dg


def tick(x: F, g: F, dg: F, wl: F, wr: F) -> tuple[F, F, F]:
    """Weigh both channels."""
    g = g + dg
    y = x * g
    return y * wl, y * wr, g


def awake(hold: F) -> B:
    """Sound until the fall has passed -100 dB."""
    return hold > 1e-5
