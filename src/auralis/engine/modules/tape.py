"""A tape delay: a loop of tape whose speed wanders, and whose every pass is darker and softer at the peaks.

Wow and flutter are functions of the absolute position. A new time is reached as on a machine, by running the
tape at another speed for about a second, at most half as fast or half as fast again. Between frames the
tape is read by Catmull and Rom's spline ("A class of local interpolating splines", 1974). Only the repeats
come out.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    bipolar,
    clamp,
    floor_i,
    ilike,
    like,
    select,
    sin_turn,
    tan_pi,
    tanh,
    tap,
    tof,
    toi,
    vabs,
    vec,
    write,
)
from auralis.engine.simd import F, I, Ring

MODULE = Module(
    caption="Tape delay",
    inputs=("x",),
    parameters=(
        Parameter("time", 0.42, 0.02, 1.3, "s", "log", "Time between repeats"),
        Parameter("feedback", 0.5, 0.0, 0.95, caption="Level of each repeat to the one before"),
        Parameter("damp", 4000.0, 500.0, 14000.0, "Hz", "log", "Above it each pass loses treble"),
        Parameter("drive", 0.7, 0.1, 4.0, "", "log", "How early the tape saturates"),
        Parameter("wow", 0.2, 0.0, 1.0, "%", caption="Slow wandering of the speed"),
        Parameter("flutter", 0.06, 0.0, 0.3, "%", caption="Fast trembling of the speed"),
    ),
    state=(
        State("reel", lanes=2),
        State("sway", lanes=2),
        State("d", lanes=2, integer=True),
        *(State(n, lanes=2) for n in ("f", "df", "corner", "low", "dc")),
    ),
    rings={"line": (65536, 2)},
    glide=("feedback", "damp", "drive", "wow", "flutter"),
)

WOW = 0.53
FLUTTER = 6.7
TURN = 2147483648.0 * CR / SR
RIGHT = vec(0.0, 0.0625)
FRAMES = 0.01 * SR / 6.2831853
INERTIA = CR / (0.25 * SR)
FASTEST = 0.5 * CR
CREEP = 0.01
BASS = 6.2831853 * 40.0 / SR


def control(
    reel: F, sway: F, lane: I, time: F, damp: F, wow: F, flutter: F, pos: int
) -> tuple[F, F, I, F, F, F]:
    """Find where the head reads now, and how far it moves in this tick."""
    fresh = reel <= 0.0
    goal = tof(toi(time * SR + 0.5))
    old = select(fresh, goal, reel)
    way = clamp((goal - old) * INERTIA, -FASTEST, FASTEST)
    reel = old + select(vabs(way) < CREEP, clamp(goal - old, -CREEP, CREEP), way)
    slow = toi(like(reel, WOW * TURN)) * 2
    fast = toi(like(reel, FLUTTER * TURN)) * 2
    ticks = ilike(lane, pos >> 5)
    deep = wow * (FRAMES / WOW)
    shallow = flutter * (FRAMES / FLUTTER)
    here = deep * sin_turn(0.5 * bipolar(slow * ticks) + RIGHT) + shallow * sin_turn(
        0.5 * bipolar(fast * ticks)
    )
    before = select(fresh, here, sway)
    sway = deep * sin_turn(0.5 * bipolar(slow * ticks + slow) + RIGHT) + shallow * sin_turn(
        0.5 * bipolar(fast * ticks + fast)
    )
    d = floor_i(old)
    f = (old - tof(d)) + before
    df = ((reel - old) + (sway - before)) * (1.0 / CR)
    g = tan_pi(damp * (1.0 / SR))
    corner = g / (1.0 + g)
    return reel, sway, d, f, df, corner


def tick(
    x: F, d: I, f: F, df: F, corner: F, low: F, dc: F, line: Ring, pos: int, feedback: F, drive: F
) -> tuple[F, F, F, F]:
    """Read between four frames, lose treble and bass, saturate with what comes in, write."""
    i = floor_i(f)
    u = f - tof(i)
    f = f + df
    at = d + i
    a = tap(line, pos, at - 1)
    b = tap(line, pos, at)
    c = tap(line, pos, at + 1)
    e = tap(line, pos, at + 2)
    o = b + u * (
        0.5 * (c - a) + u * ((a + 2.0 * c) - 0.5 * (5.0 * b + e) + u * (0.5 * (e - a) + 1.5 * (b - c)))
    )
    v = (o - low) * corner
    z = low + v
    low = z + v
    dc = dc + BASS * (z - dc)
    z = z - dc
    write(line, pos, tanh(drive * (x + feedback * z)) / drive)
    return z, f, low, dc
