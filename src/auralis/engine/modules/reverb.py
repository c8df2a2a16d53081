"""A large soft room: eight delay lines, Householder feedback, swaying lengths, darker with time.

Source: J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators"
(1991): each line's gain and one-pole give the wanted decay at low and at high frequencies. A 6 Hz
trap keeps DC out of the loop. The sway is a function of the absolute position.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    bipolar,
    exp2,
    floor_i,
    ilike,
    pair,
    spread8,
    tap,
    tof,
    toi,
    total,
    vabs,
    vec,
    vmin,
    write,
)
from auralis.engine.simd import F, I, Ring

MODULE = Module(
    caption="Reverb",
    inputs=("x",),
    parameters=(
        Parameter("t60", 4.2, 0.2, 30.0, "s", "log", "Time in which the room falls by 60 dB"),
        Parameter("bright", 1.6, 0.1, 30.0, "s", "log", "The same at the highest frequencies"),
        Parameter("sway", 9.0, 0.0, 12.0, "frames", caption="How far the walls move"),
    ),
    state=(
        State("d", lanes=8, integer=True),
        *(State(n, lanes=8) for n in ("f", "df", "before", "low", "dc", "gain", "pole")),
    ),
    rings={"line": (8192, 8)},
    glide=("t60", "bright", "sway"),
)

LENGTH = vec(1726.67, 2048.53, 2387.33, 2709.19, 3077.03, 3410.99, 3761.89, 4187.81) * (SR / 44100.0)
STEP = vec(0.07, 0.091, 0.112, 0.133, 0.154, 0.175, 0.196, 0.217) * (4294967296.0 * CR / SR)
PHASE = vec(0.0, 0.25, 0.5, 0.75, -1.0, -0.75, -0.5, -0.25) * 2147483648.0
TRAP = 0.0008
SIGNS = vec(1.0, 1.0, -1.0, -1.0, 1.0, 1.0, -1.0, -1.0)


def control(line: Ring, gain: F, t60: F, bright: F, sway: F, pos: int) -> tuple[I, F, F, F, F, F]:
    """Find lengths, their slopes, and each line's loss."""
    step = toi(STEP)
    turn = toi(PHASE) + step * ilike(gain, pos >> 5)
    a = bipolar(turn)
    b = bipolar(turn + step)
    swing = spread8(sway) * 4.0
    first = swing * a * (1.0 - vabs(a))
    last = swing * b * (1.0 - vabs(b))
    whole = floor_i(LENGTH + first)
    f = (LENGTH - tof(whole)) + first
    df = (last - first) * (1.0 / CR)
    d = whole
    before = tap(line, pos, d + 1)
    gain = exp2(LENGTH * (-9.965784 / SR) / spread8(t60))
    ratio = exp2(LENGTH * (-9.965784 / SR) / spread8(vmin(bright, t60))) / gain
    pole = (1.0 - ratio) / (1.0 + ratio)
    return d, f, df, before, gain, pole


def tick(
    x: F, d: I, f: F, df: F, before: F, low: F, dc: F, gain: F, pole: F, line: Ring, pos: int
) -> tuple[F, F, F, F, F]:
    """Read the lines, lose some, reflect, write."""
    a = tap(line, pos, d)
    o = a + f * (before - a)
    f = f + df
    before = a
    low = (1.0 - pole) * o + pole * low
    y = low * gain
    v = y - total(y) * 0.25 + spread8(x) * 0.35
    dc = (1.0 - TRAP) * dc + TRAP * v
    write(line, pos, v - dc)
    return pair(y * SIGNS), f, before, low, dc
