"""Ping-pong echo in time with the music: the first repeat comes from the left, the next from the right.

The time between repeats is a number of beats at a tempo, rounded to a frame, and at most 4 s. A new time is
cross-faded to in some 100 ms: the length of the line never sweeps. Only the repeats come out.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, clamp, equal, select, swap, tan_pi, tap, toi, vec, write
from auralis.engine.simd import F, I, Ring

MODULE = Module(
    caption="Echo in tempo",
    inputs=("x",),
    parameters=(
        Parameter("bpm", 80.0, 20.0, 300.0, "bpm", caption="Tempo"),
        Parameter("beats", 0.75, 0.0625, 4.0, "beats", "log", "Time between repeats, up to 4 s"),
        Parameter("feedback", 0.45, 0.0, 0.9, caption="Level of each repeat to the one before"),
        Parameter("damp", 4500.0, 200.0, 14000.0, "Hz", "log", "Above it each repeat is darker"),
        Parameter("width", 1.0, 0.0, 1.0, caption="0 is mono, 1 throws repeats from side to side"),
    ),
    state=(
        State("old", lanes=2, integer=True),
        State("now", lanes=2, integer=True),
        *(State(n, lanes=2) for n in ("corner", "low", "mix", "slope")),
    ),
    rings={"line": (262144, 2)},
    glide=("feedback", "damp", "width"),
)

MINUTE = 60.0 * SR
LONGEST = 4.0 * SR
FADE = 0.0078125
LEFT = vec(0.5, 0.0)


def control(old: I, now: I, mix: F, bpm: F, beats: F, damp: F) -> tuple[I, I, F, F, F]:
    """Take up a new time when the last fade is over; the first time without a fade."""
    want = toi(clamp(beats * MINUTE / bpm, 1.0, LONGEST) + 0.5)
    done = mix >= 1.0
    old = select(done, now, old)
    now = select(done | equal(now, 0), want, now)
    old = select(equal(old, 0), now, old)
    mix = select(equal(old, now), 1.0, select(done, 0.0, mix))
    slope = select(mix < 1.0, FADE / CR, 0.0)
    g = tan_pi(damp * (1.0 / SR))
    corner = g / (1.0 + g)
    return old, now, mix, slope, corner


def tick(
    x: F, old: I, now: I, corner: F, low: F, mix: F, slope: F, line: Ring, pos: int, feedback: F, width: F
) -> tuple[F, F, F]:
    """Read both times, blend, filter, write crosswise."""
    a = tap(line, pos, old)
    o = a + mix * (tap(line, pos, now) - a)
    mix = mix + slope
    v = (o - low) * corner
    z = low + v
    low = z + v
    write(line, pos, (x + swap(x)) * LEFT + feedback * swap(z))
    other = swap(o)
    return 0.5 * ((o + other) + width * (o - other)), low, mix
