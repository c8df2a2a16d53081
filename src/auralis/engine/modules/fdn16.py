"""A wide, dense room: sixteen delay lines, one a SIMD lane, mixed by a Hadamard matrix.

J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators" (1991): what each
line loses suits its length, by a shelf that turns from `t60` to `bright` around 2 kHz. The walls sway as a
function of the absolute position, and a new size is reached at a walking pace, about a quarter of a
semitone out of tune. Lines are read by Lagrange's cubic through four frames, three of them those of the frame
before, so once a frame; it takes some more of what lies above 10 kHz, as air does.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    bipolar,
    clamp,
    exp2,
    floor_i,
    hadamard,
    ilike,
    pair,
    select,
    spread16,
    sqrt,
    tap,
    tof,
    toi,
    vabs,
    vec,
    vmin,
    write,
)
from auralis.engine.simd import F, I, Ring

MODULE = Module(
    caption="Wide reverb",
    inputs=("x",),
    parameters=(
        Parameter("t60", 5.0, 0.2, 30.0, "s", "log", "Time in which the room falls by 60 dB"),
        Parameter("bright", 2.0, 0.1, 30.0, "s", "log", "The same from 5 kHz up; never longer"),
        Parameter("size", 1.0, 0.3, 1.5, "", "log", "Length of the room's walls"),
        Parameter("sway", 6.0, 0.0, 12.0, "frames", caption="How far the walls move"),
    ),
    state=(
        State("room", lanes=16),
        State("swing", lanes=16),
        State("d", lanes=16, integer=True),
        *(State(n, lanes=16) for n in ("f", "df", "b", "c", "e", "low", "corner", "high", "rest")),
        State("last", lanes=2),
        State("into", lanes=2),
    ),
    rings={"line": (8192, 16)},
    glide=("t60", "bright", "sway"),
)

LENGTH = vec(
    1153, 4703, 2069, 2503, 3659, 1409, 3023, 1709, 1873, 3323, 1279, 4021, 2749, 2269, 4423, 1553
) * (SR / 44100.0)
STEP = vec(81, 143, 62, 119, 171, 93, 52, 137, 157, 71, 181, 103, 127, 191, 87, 151) * (4294967.296 * CR / SR)
PHASE = vec(0, 8, -4, 12, 2, -10, 6, -14, 1, -7, 9, -15, 5, -11, 13, -3) * 134217728.0
SIGNS = vec(1, 1, 1, -1, 1, 1, 1, -1, 1, 1, 1, -1, -1, -1, -1, 1) * 0.25
OUT = vec(1, -1, 1, 1, -1, 1, 1, 1, 1, 1, -1, 1, 1, 1, 1, -1)
PACE = 0.015625 * CR / 4703.0
TURN = 0.1435
SIXTY = -9.965784 / SR


def control(
    line: Ring, room: F, swing: F, t60: F, bright: F, size: F, sway: F, pos: int
) -> tuple[F, F, I, F, F, F, F, F, F, F, F]:
    """Find lengths, how they change in this tick, and each line's loss."""
    turn = toi(PHASE) + toi(STEP) * ilike(room, pos >> 5)
    here = bipolar(turn)
    there = bipolar(turn + toi(STEP))
    goal = spread16(size)
    fresh = room <= 0.0
    old = select(fresh, goal, room)
    room = old + clamp(goal - old, -PACE, PACE)
    before = select(fresh, spread16(sway) * 4.0 * here * (1.0 - vabs(here)), swing)
    swing = spread16(sway) * 4.0 * there * (1.0 - vabs(there))
    first = LENGTH * old + before
    change = LENGTH * (room - old) + (swing - before)
    d = floor_i(first + 0.5 * change)
    f = first - tof(d)
    df = change * (1.0 / CR)
    b = tap(line, pos, d)
    c = tap(line, pos, d + 1)
    e = tap(line, pos, d + 2)
    length = LENGTH * room * SIXTY
    gain = exp2(length / spread16(t60))
    high = exp2(length / spread16(vmin(bright, t60)))
    rest = gain - high
    g = TURN * sqrt(high / gain)
    corner = g / (1.0 + g)
    return room, swing, d, f, df, b, c, e, corner, high, rest


def tick(
    x: F,
    d: I,
    f: F,
    df: F,
    b: F,
    c: F,
    e: F,
    low: F,
    last: F,
    into: F,
    corner: F,
    high: F,
    rest: F,
    line: Ring,
    pos: int,
) -> tuple[F, F, F, F, F, F, F, F]:
    """Read the lines between their frames, lose some, mix, write."""
    a = tap(line, pos, d - 1)
    cubic = (e - a) * 0.16666667 + 0.5 * (b - c)
    square = 0.5 * (a + c) - b
    o = b + f * ((c - a * 0.33333333 - b * 0.5 - e * 0.16666667) + f * (square + f * cubic))
    f = f + df
    e = c
    c = b
    b = a
    v = (o - low) * corner
    dull = low + v
    low = dull + v
    y = high * o + rest * dull
    into = (x - last) + 0.9989 * into
    last = x
    write(line, pos, 0.25 * hadamard(y) + spread16(into) * SIGNS)
    return pair(y * OUT), f, b, c, e, low, last, into
