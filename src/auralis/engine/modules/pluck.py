"""A plucked string: a burst of noise that runs round a damped loop one period long.

K. Karplus and A. Strong, "Digital synthesis of plucked-string and drum timbres", and D. Jaffe and J. Smith,
"Extensions of the Karplus-Strong plucked-string algorithm", both 1983. An all-pass tunes the loop at the
fundamental, the low-pass's delay taken into account. The losses follow those of a string, which grow as
1 + (f / bright)². The burst comes again, upside down, after the share `position` of a period: as of a string
plucked at that place, and so that no DC goes round.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    SR,
    bipolar,
    cos_turn,
    exp2,
    hash_u,
    ilike,
    like,
    select,
    sin_turn,
    sqrt,
    tap,
    tof,
    toi,
    vabs,
    vmax,
    vmin,
    write,
)
from auralis.engine.simd import B, F, I, Ring

MODULE = Module(
    caption="Plucked string",
    parameters=(
        Parameter("gate", 0, 0, 1, "", "linear", "1 while the note is held"),
        Parameter("choke", 0, 0, 1, "", "linear", "1 damps the string in 30 ms"),
        Parameter("freq", 220, 12, 14000, "Hz", "log", "Pitch"),
        Parameter("level", 0.5, 0, 4, "", "linear", "Strength of the pluck"),
        Parameter("tone", 4000, 100, 14000, "Hz", "log", "Softness of the finger: above it the burst fades"),
        Parameter("position", 0.23, 0.02, 0.5, "", "linear", "Where the string is plucked, of its length"),
        Parameter("decay", 5, 0.1, 60, "s", "log", "Time in which low partials fall by 60 dB"),
        Parameter("bright", 1800, 100, 14000, "Hz", "log", "Partials here fall in half that time"),
        Parameter("damper", 0.4, 0.03, 60, "s", "log", "Time in which a released string falls by 60 dB"),
    ),
    state=(
        *(State(n, integer=True) for n in ("key", "n", "age", "burst", "offset", "whole")),
        *(State(n) for n in ("allpass", "pole", "gain", "finger", "soft", "x1", "y1", "low", "loud")),
    ),
    rings={"line": (4096, 0)},
)

LOST = -9.965784
RADIAN = 6.2831853
FORGET = 1.0 - 20.0 / SR
HEARD = 1e-5


def start(
    age: I, soft: F, x1: F, y1: F, low: F, loud: F, lane: I, seed: int, pos: int
) -> tuple[I, I, I, F, F, F, F, F]:
    """Throw the dice for the burst; a string that had fallen silent forgets what its line held."""
    key = hash_u(hash_u(lane + seed) + ilike(lane, pos))
    n = ilike(lane, 1)
    still = loud <= HEARD
    age = select(still, 0, age)
    soft = select(still, 0.0, soft)
    x1 = select(still, 0.0, x1)
    y1 = select(still, 0.0, y1)
    low = select(still, 0.0, low)
    loud = like(lane, 1.0)
    return key, n, age, soft, x1, y1, low, loud


def control(
    freq: F, tone: F, position: F, decay: F, bright: F, damper: F, gate: F, choke: F
) -> tuple[I, I, I, F, F, F, F]:
    """Divide the period between line, all-pass and low-pass, and find the losses of a round."""
    period = SR / freq
    t60 = select(choke > 0.0, 0.03, select(gate > 0.0, decay, vmin(decay, damper)))
    gain = exp2(LOST / (freq * t60))
    steep = SR / (bright * RADIAN)
    k = 13.815511 * steep * steep / (decay * freq)
    most = 0.5 * period - 0.5
    pole = vmin(2.0 * k / ((2.0 * k + 1.0) + sqrt(4.0 * k + 1.0)), most / (1.0 + most))
    turn = freq * (1.0 / SR)
    tangent = pole * sin_turn(turn) / (1.0 - pole * cos_turn(turn))
    q = tangent * tangent
    angle = tangent * (945.0 + q * (735.0 + q * 64.0)) / (945.0 + q * (1050.0 + q * 225.0))
    rest = period - angle / (turn * RADIAN)
    whole = toi(vmax(rest - 0.5, 1.0))
    part = rest - tof(whole)
    half = 0.5 * turn
    allpass = sin_turn((1.0 - part) * half) / sin_turn((1.0 + part) * half)
    burst = toi(period)
    offset = toi(period * position)
    finger = 1.0 - exp2(tone * (-9.0647203 / SR))
    return whole, burst, offset, gain, pole, allpass, finger


def tick(
    key: I,
    n: I,
    age: I,
    burst: I,
    offset: I,
    whole: I,
    allpass: F,
    pole: F,
    gain: F,
    finger: F,
    soft: F,
    x1: F,
    y1: F,
    low: F,
    loud: F,
    line: Ring,
    pos: int,
    level: F,
) -> tuple[F, I, I, F, F, F, F, F]:
    """Send one frame round the loop."""
    m = n - offset
    blow = select((n > 0) & (n <= burst), bipolar(hash_u(key + n)), 0.0)
    echo = select((m > 0) & (m <= burst), bipolar(hash_u(key + m)), 0.0)
    soft = soft + finger * (level * (blow - echo) - soft)
    x = select(age >= whole, tap(line, pos, whole), 0.0)
    y1 = allpass * (x - y1) + x1
    x1 = x
    low = y1 + pole * (low - y1)
    y = gain * low + soft
    write(line, pos, y)
    loud = vmax(vabs(y), loud * FORGET)
    n = select(n > 0, vmin(n + 1, 8192), 0)
    age = vmin(age + 1, 4096)
    return y, n, age, soft, x1, y1, low, loud


def awake(loud: F) -> B:
    """Sound until the string has stayed below -100 dB."""
    return loud > HEARD
