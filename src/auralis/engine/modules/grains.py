"""A cloud of grains: short pieces of the last seconds, up to sixteen at once, one a SIMD lane.

C. Roads, "Microsound" (2001). A lane begins every sixteenth grain, at a moment, place, pitch and side that a
hash of its beginning decides. The clock of beginnings is a function of the absolute position. Even lanes
hear the left channel, odd ones the right. Grains have Hann's window and are read by Catmull and Rom's
spline (1974).
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    below,
    bipolar,
    clamp,
    cos_turn,
    equal,
    exp2,
    hash_u,
    ilike,
    look,
    mix2,
    select,
    sin_turn,
    spread16,
    sqrt,
    tanh,
    tof,
    toi,
    vec,
    vmax,
    vmin,
    write,
)
from auralis.engine.simd import F, I, Ring

MODULE = Module(
    caption="Grains",
    inputs=("x",),
    parameters=(
        Parameter("size", 0.18, 0.02, 0.5, "s", "log", "Length of a grain"),
        Parameter("density", 30.0, 0.5, 200.0, "Hz", "log", "Grains a second; at most 16 sound at once"),
        Parameter("spread", 0.8, 0.0, 1.0, "s", caption="How far back a grain may begin"),
        Parameter("pitch", 0.0, -12.0, 12.0, "semitones", caption="Transposition of all grains"),
        Parameter("scatter", 0.1, 0.0, 12.0, "semitones", caption="How far a grain's pitch may stray"),
        Parameter("reverse", 0.2, 0.0, 1.0, caption="Chance that a grain runs backwards"),
        Parameter("width", 0.8, 0.0, 1.0, caption="How far to the sides grains are thrown"),
        Parameter("feedback", 0.0, 0.0, 0.7, caption="How much of the cloud is grained again"),
        Parameter("dry", 0.0, 0.0, 1.0, caption="Level of the sound itself"),
        Parameter("wet", 1.0, 0.0, 1.0, caption="Level of the cloud"),
    ),
    state=(
        *(State(n, lanes=16, integer=True) for n in ("step", "ahead", "dice")),
        *(State(n, lanes=16) for n in ("age", "delay", "slope", "share", "left", "right")),
    ),
    rings={"line": (131072, 2)},
    glide=("size", "density", "width", "feedback", "dry", "wet"),
)

TURN = 134217728.0 * CR / SR
LANES = vec(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
SIDES = vec(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1)
SIGN = -2147483648


def control(
    step: I,
    ahead: I,
    dice: I,
    age: F,
    delay: F,
    slope: F,
    share: F,
    size: F,
    density: F,
    spread: F,
    pitch: F,
    scatter: F,
    reverse: F,
    width: F,
    seed: int,
    pos: int,
) -> tuple[I, I, I, F, F, F, F, F, F]:
    """Turn each lane's clock; where it begins again, and no grain sounds, throw the dice of one."""
    aim = toi(spread16(density) * TURN) * 2
    fresh = equal(step, 0)
    pace = select(fresh, aim, step)
    turn = pace * ilike(aim, pos >> 5) + select(fresh, toi(LANES) << 28, ahead)
    step = aim
    ahead = turn - aim * ilike(aim, pos >> 5)
    begins = fresh | (below(turn, pace) & (age * share >= 0.999))
    h = hash_u(hash_u(toi(LANES) + seed + ilike(aim, pos >> 37)) + ilike(aim, pos >> 5))
    dice = select(begins, h, dice)
    period = 16.0 * SR / spread16(density)
    long = vmin(spread16(size) * SR, period)
    octaves = (spread16(pitch) + spread16(scatter) * bipolar(hash_u(h + 1))) * 0.083333333
    ratio = exp2(clamp(octaves, -2.0, 1.0))
    falls = 0.5 + 0.5 * bipolar(hash_u(h + 2)) < spread16(reverse)
    slope = select(begins, select(falls, 1.0 + ratio, 1.0 - ratio), slope)
    back = 4.0 + vmax(-slope * long, 0.0) + (0.5 + 0.5 * bipolar(hash_u(h + 3))) * spread16(spread) * SR
    delay = select(begins, back, delay)
    waits = (0.5 + 0.5 * bipolar(hash_u(h + 4))) * (period - long)
    age = select(begins, (0.5 + 0.5 * bipolar(turn ^ SIGN)) * period - waits + tof(ilike(aim, pos & 31)), age)
    share = select(begins, 1.0 / long, share)
    side = 0.125 + 0.125 * spread16(width) * bipolar(hash_u(dice + 5))
    gain = 1.0 / sqrt(vmax(3.0 * long / period, 1.0))
    left = gain * cos_turn(side)
    right = gain * sin_turn(side)
    return step, ahead, dice, age, delay, slope, share, left, right


def tick(
    x: F,
    age: F,
    delay: F,
    slope: F,
    share: F,
    left: F,
    right: F,
    line: Ring,
    pos: int,
    feedback: F,
    dry: F,
    wet: F,
) -> tuple[F, F]:
    """Read all grains through their windows, and write what came in."""
    d = delay + age * slope
    i = toi(d)
    u = d - tof(i)
    at = ((ilike(i, pos) - i) << 1) + toi(SIDES)
    a = look(line, at + 2)
    b = look(line, at)
    c = look(line, at - 2)
    e = look(line, at - 4)
    o = b + u * (
        0.5 * (c - a) + u * ((a + 2.0 * c) - 0.5 * (5.0 * b + e) + u * (0.5 * (e - a) + 1.5 * (b - c)))
    )
    window = sin_turn(0.5 * clamp(age * share, 0.0, 1.0))
    age = age + 1.0
    o = o * (window * window)
    cloud = mix2(o * left, o * right)
    write(line, pos, x + tanh(feedback * cloud))
    return dry * x + wet * cloud, age
