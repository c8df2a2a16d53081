"""Seven detuned saws: one in the middle, three on each side.

The sides' places, and the law of centre and sides, are those that A. Szabó measured on the instrument
that made the sound known ("How to emulate the Super Saw", 2010); here they are a share of the outermost
saw's distance in cents, and `mix` and `width` keep the power. The jumps are spread over four frames by the
integral of (1 - x²)⁵, after Välimäki, Pekonen and Nam (2012), and the treble that this takes is given back
to the sums. One frame late.
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
    select,
    sqrt,
    toi,
    vmin,
)
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="Seven detuned saws",
    inputs=("pitch~",),
    outputs=("l", "r"),
    parameters=(
        Parameter("freq", 220, 8, 14000, "Hz", "log", "Pitch"),
        Parameter("detune", 18, 0, 100, "cents", "linear", "How far the outermost saw is off"),
        Parameter("mix", 0.6, 0, 1, "", "linear", "From the middle saw alone to mostly the sides"),
        Parameter("width", 0.8, 0, 1, "", "linear", "How far the sides spread to left and right"),
        Parameter("level", 0.3, 0, 1, "", "linear", "Level of all seven together"),
    ),
    state=(
        State("dice", integer=True),
        *(State(f"{n}{i}", integer=True) for n in "pi" for i in range(7)),
        *(State(n) for n in ("near", "c", "dc", "s", "ds", "w", "dw", "m1", "m2", "s1", "s2")),
    ),
    glide=("detune", "mix", "width", "level"),
)

CENT = 1.0 / 1200.0
HALF = 2147483648.0 / SR


def start(new: B, near: F, m1: F, m2: F, s1: F, s2: F) -> tuple[F, F, F, F, F]:
    """Let `control` begin anew."""
    near = select(new, 0.0, near)
    m1 = select(new, 0.0, m1)
    m2 = select(new, 0.0, m2)
    s1 = select(new, 0.0, s1)
    s2 = select(new, 0.0, s2)
    return near, m1, m2, s1, s2


def control(
    dice: I,
    pitch: F,
    freq: F,
    detune: F,
    mix: F,
    width: F,
    level: F,
    near: F,
    c: F,
    s: F,
    w: F,
    lane: I,
    seed: int,
    pos: int,
) -> tuple[I, I, I, I, I, I, I, I, F, F, F, F, F, F, F]:
    """Find the steps of the phases, and aim at the levels of the next control tick.

    At first, throw the dice for the phases: by lane and position, so no two notes are alike.
    """
    going = near > 0.0
    dice = select(going, dice, hash_u(hash_u(lane + seed) + ilike(lane, pos)))
    hertz = vmin(freq * exp2(clamp(pitch, -8.0, 8.0)), 0.4 * SR)
    step = hertz * HALF
    d = detune * CENT
    i0 = toi(step) << 1
    i1 = toi(step * exp2(d * -1.0)) << 1
    i2 = toi(step * exp2(d * -0.5716)) << 1
    i3 = toi(step * exp2(d * -0.1775)) << 1
    i4 = toi(step * exp2(d * 0.181)) << 1
    i5 = toi(step * exp2(d * 0.565)) << 1
    i6 = toi(step * exp2(d * 0.9767)) << 1
    centre = 0.9979 - 0.5537 * mix
    side = mix * (1.3285 - 0.7376 * mix)
    gain = level / sqrt(centre * centre + 6.0 * side * side)
    centre = gain * centre
    side = gain * side / sqrt(1.0 + width * width)
    c = select(going, c, centre)
    s = select(going, s, side)
    w = select(going, w, width * side)
    dc = (centre - c) * (1 / CR)
    ds = (side - s) * (1 / CR)
    dw = (width * side - w) * (1 / CR)
    near = 0.25 / vmin(hertz * (1 / SR), 0.25)
    return dice, i0, i1, i2, i3, i4, i5, i6, near, c, dc, s, ds, w, dw


def _saw(phase: I, near: F) -> F:
    """Return a saw whose jump is spread over four frames."""
    t = bipolar(phase)
    x = clamp(t * near, -1.0, 1.0)
    q = x * x
    w = 5.4140625 - q * (3.8671875 - q * (1.5039062 - q * 0.24609375))
    return t - x * (2.7070312 - q * (4.5117188 - q * w))


def tick(
    dice: I,
    p0: I,
    p1: I,
    p2: I,
    p3: I,
    p4: I,
    p5: I,
    p6: I,
    i0: I,
    i1: I,
    i2: I,
    i3: I,
    i4: I,
    i5: I,
    i6: I,
    near: F,
    c: F,
    dc: F,
    s: F,
    ds: F,
    w: F,
    dw: F,
    m1: F,
    m2: F,
    s1: F,
    s2: F,
) -> tuple[F, F, I, I, I, I, I, I, I, F, F, F, F, F, F, F]:
    """Sum the saws to the middle and the sides, and restore their treble."""
    p0 = p0 + i0
    p1 = p1 + i1
    p2 = p2 + i2
    p3 = p3 + i3
    p4 = p4 + i4
    p5 = p5 + i5
    p6 = p6 + i6
    y0 = _saw(p0 + hash_u(dice + 0), near)
    y1 = _saw(p1 + hash_u(dice + 1), near)
    y2 = _saw(p2 + hash_u(dice + 2), near)
    y3 = _saw(p3 + hash_u(dice + 3), near)
    y4 = _saw(p4 + hash_u(dice + 4), near)
    y5 = _saw(p5 + hash_u(dice + 5), near)
    y6 = _saw(p6 + hash_u(dice + 6), near)
    c = c + dc
    s = s + ds
    w = w + dw
    middle = c * y0 + s * ((y1 + y2) + (y3 + y4) + (y5 + y6))
    sides = w * ((y6 - y1) + (y2 - y5) + (y4 - y3))
    mid = 1.4 * m1 - 0.2 * (middle + m2)
    side = 1.4 * s1 - 0.2 * (sides + s2)
    m2 = m1
    m1 = middle
    s2 = s1
    s1 = sides
    return mid - side, mid + side, p0, p1, p2, p3, p4, p5, p6, c, s, w, m1, m2, s1, s2
