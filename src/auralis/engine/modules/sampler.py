"""Plays a recorded sound at any pitch, once or in a loop whose end is cross-faded into its beginning.

A sound at another rate is played faster or slower, so it keeps its pitch; up to 262,128 frames of it are
heard. Between frames it is read by Catmull and Rom's spline ("A class of local interpolating splines", 1974).
The module's own sound is a glass tone of 220 Hz.
"""

from functools import lru_cache

import numpy as np

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, Numbers, State, Table
from auralis.engine.primitives import SR, clamp, look, select, tof, toi, vmax, vmin
from auralis.engine.simd import B, F, I, Ring
from auralis.engine.sound import Sound
from auralis.engine.spectral import circle
from auralis.engine.strict import exp

SIZE = 524_288
LIMIT = 262_128
HEAD = 8
PERIOD = 200
GLASS = 88_000
PARTIALS = ((1, 0.5, 1.1), (2, 0.2, 0.9), (3, 0.16, 0.5), (5, 0.09, 0.3), (8, 0.05, 0.16), (13, 0.03, 0.08))


@lru_cache(maxsize=1)
def _glass() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return two seconds of partials that die away, the high ones sooner, the sides a little apart."""
    sine = circle(4 * PERIOD)[1]
    place = 4 * np.arange(GLASS)
    sides = np.zeros((2, GLASS))
    for k, (partial, level, seconds) in enumerate(PARTIALS):
        fall = np.cumprod(np.full(GLASS // 40, exp(-40.0 / (seconds * 220.0 * PERIOD)))).repeat(40)
        for side in range(2):
            shift = (37 * k * side) % (4 * PERIOD)
            sides[side] += level * fall * sine[(partial * place + shift) % (4 * PERIOD)]
    return sides * np.minimum(np.minimum(np.arange(GLASS) / 200.0, np.arange(GLASS)[::-1] / 8000.0), 1.0)


def _sound(sound: Sound | None, _sample_rate: int) -> Numbers:
    """Return how many frames there are, their rate, six zeros, then left and right, frame by frame."""
    played = _glass() if sound is None else sound.frames[:, :LIMIT]
    rate = 220 * PERIOD if sound is None else sound.sample_rate
    head = np.array([played.shape[1], rate, 0, 0, 0, 0, 0, 0])
    return np.concatenate([head, played.T.reshape(-1)]).astype(np.float32)


MODULE = Module(
    caption="Sampler",
    outputs=("l", "r"),
    parameters=(
        Parameter("freq", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch of the note"),
        Parameter("root", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch of the sound as it was recorded"),
        Parameter("begin", 0.0, 0.0, 1.0, caption="Where a note starts, as a share of the sound"),
        Parameter("loop", 0.0, 0.0, 1.0, caption="1 repeats the loop for ever, 0 plays to the end"),
        Parameter("loop_from", 0.4, 0.0, 1.0, caption="Where the loop begins, as a share of the sound"),
        Parameter("loop_to", 0.9, 0.0, 1.0, caption="Where it ends"),
        Parameter("fade", 0.5, 0.0, 1.0, caption="Share of the loop that is faded into its beginning"),
    ),
    state=(
        State("at", integer=True),
        State("f"),
        State("step"),
        State("first", integer=True),
        State("last", integer=True),
        State("share"),
    ),
    tables={"sound": Table(SIZE, _sound, sound=True)},
)

SHORTEST = 64
FASTEST = 64.0
END = 262132


def start(new: B, at: I, f: F, begin: F, sound: Ring) -> tuple[I, F]:
    """Go to the beginning."""
    at = select(new, toi(begin * look(sound, at - at)), at)
    f = select(new, 0.0, f)
    return at, f


def control(at: I, sound: Ring, freq: F, root: F, loop_from: F, loop_to: F, fade: F) -> tuple[F, I, I, F]:
    """Find the speed, the loop in frames, and a frame's share of the fade; a loop has 64 frames or more."""
    zero = at - at
    length = look(sound, zero)
    step = vmin(freq / root * look(sound, zero + 1) * (1.0 / SR), FASTEST)
    first = toi(vmin(loop_from * length, vmax(length - SHORTEST, 0.0)))
    last = vmax(toi(loop_to * length), first + SHORTEST)
    share = 1.0 / clamp(fade * tof(last - first), 1.0, vmax(tof(first), 1.0))
    return step, first, last, share


def tick(at: I, f: F, step: F, first: I, last: I, share: F, sound: Ring, loop: F) -> tuple[F, F, I, F]:
    """Read here and a loop earlier, fade from one to the other, move on."""
    turn = loop >= 0.5
    near = 1.0 - (tof(last - at) - f) * share
    u = select(turn, clamp(near, 0.0, 1.0), 0.0)
    i = (at << 1) + HEAD
    j = select(u > 0.0, ((at - (last - first)) << 1) + HEAD, i)
    a = 0.5 * f * (f * (2.0 - f) - 1.0)
    c = 0.5 * f * (f * (4.0 - 3.0 * f) + 1.0)
    d = 0.5 * f * f * (f - 1.0)
    b = 1.0 - a - c - d
    x = a * look(sound, i - 2) + b * look(sound, i) + c * look(sound, i + 2) + d * look(sound, i + 4)
    y = a * look(sound, i - 1) + b * look(sound, i + 1) + c * look(sound, i + 3) + d * look(sound, i + 5)
    v = a * look(sound, j - 2) + b * look(sound, j) + c * look(sound, j + 2) + d * look(sound, j + 4)
    w = a * look(sound, j - 1) + b * look(sound, j + 1) + c * look(sound, j + 3) + d * look(sound, j + 5)
    f = f + step
    moved = toi(f)
    f = f - tof(moved)
    at = vmin(at + moved, END)
    at = select(turn, select(at >= last, at - (last - first), at), at)
    return x + u * (v - x), y + u * (w - y), at, f
