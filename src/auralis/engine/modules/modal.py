"""A struck body as a bank of ringing modes: bells, bars, bowls, glasses; two lanes a mode.

Mode n sounds at n to the power `stretch` times the pitch, off by a chance that belongs to the patch's
node (`scatter`), and twice, `beat` apart, as the doublets of a bell do (N. Fletcher and T. Rossing, "The
Physics of Musical Instruments", 1998). Every lane turns a complex number by one mode's angle, shrunk by
its decay. All of it is worked out once, at the note's start. What comes in at x shakes the modes on:
noise bows them.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    bipolar,
    bits,
    exp2,
    hash_u,
    like,
    select,
    shr,
    sin_turn,
    snap,
    sqrt,
    tof,
    unbits,
    vmin,
)
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="Ringing modes",
    inputs=("x",),
    outputs=("l", "r"),
    parameters=(
        Parameter("gate", 0, 0, 1, "", "linear", "1 while the note is held"),
        Parameter("choke", 0, 0, 1, "", "linear", "1 fades the voice out in some 30 ms"),
        Parameter("freq", 220, 8, 14000, "Hz", "log", "Pitch of mode 1"),
        Parameter("stretch", 1.4, 0.5, 2.5, "", "linear", "1 is a string or a pipe, 2 a bar"),
        Parameter("scatter", 15, 0, 400, "cents", "linear", "How far the modes lie from that law"),
        Parameter("beat", 0.8, 0, 10, "Hz", "linear", "How fast the two halves of a mode beat"),
        Parameter("bright", 2500, 100, 14000, "Hz", "log", "How hard the mallet: above it modes fade"),
        Parameter("position", 0.3, 0.02, 0.5, "", "linear", "Where it strikes, of the body's length"),
        Parameter("decay", 8, 0.1, 30, "s", "log", "Time in which mode 1 falls by 60 dB"),
        Parameter("tilt", 0.8, 0, 2, "", "linear", "How much sooner high modes fall: power of their ratio"),
        Parameter("level", 0.3, 0, 4, "", "linear", "Strength of the blow"),
        Parameter("onset", 0.003, 0.001, 5, "s", "log", "Time in which the mallet leaves the body"),
        Parameter("damper", 4, 0.05, 30, "s", "log", "Time in which a released body falls by 60 dB"),
        Parameter("width", 0.7, 0, 1, "", "linear", "How far the modes spread to left and right"),
    ),
    state=tuple(
        State(n) for n in ("re", "im", "c", "s", "shake", "left", "right", "rise", "hold", "g", "dg")
    ),
)

LOST = -9.965784


def start(
    freq: F,
    stretch: F,
    scatter: F,
    beat: F,
    bright: F,
    position: F,
    decay: F,
    tilt: F,
    level: F,
    width: F,
    part: I,
    seed: int,
) -> tuple[F, F, F, F, F, F, F, F, F, F]:
    """Set angle, decay, place and amplitude of every mode; the logarithm is a series in (m - 1) / (m + 1)."""
    twin = tof(part & 1)
    n = tof(shr(part, 1)) + 1.0
    word = bits(n)
    m = unbits((word & 8388607) | 1065353216)
    z = (m - 1.0) / (m + 1.0)
    q = z * z
    series = z * (2.8853901 + q * (0.96179669 + q * (0.57707802 + q * (0.41219859 + q * 0.32059890))))
    octaves = stretch * (tof(shr(word, 23) - 127) + series)
    chance = hash_u(shr(part, 1) + seed)
    octaves = octaves + select(n > 1.0, scatter, 0.0) * bipolar(chance) * (1.0 / 1200.0)
    apart = twin * beat * (0.75 + 0.25 * bipolar(hash_u(chance)))
    hertz = vmin(freq * exp2(octaves) + apart, 0.5 * SR)
    keep = exp2((LOST / SR) * exp2(tilt * octaves) * (1.0 + 0.2 * twin) / decay)
    half = sin_turn(hertz * (0.5 / SR))
    c = keep * (1.0 - 2.0 * half * half)
    s = keep * sin_turn(hertz * (1.0 / SR))
    weight = sin_turn(0.5 * n * position) * exp2((hertz - freq) * -1.442695 / bright)
    weight = select(hertz < 0.45 * SR, weight * (0.6 - 0.2 * twin), 0.0)
    re = level * weight
    im = like(freq, 0.0)
    shake = weight * sqrt(1.0 - keep * keep)
    side = width * (1.0 - 2.0 * twin) * (0.5 + 0.4 * bipolar(hash_u(chance + 1)))
    left = sqrt(0.5 - 0.5 * side)
    right = sqrt(0.5 + 0.5 * side)
    rise = im
    hold = like(freq, 1.0)
    g = im
    return re, im, c, s, shake, left, right, rise, hold, g


def control(g: F, rise: F, hold: F, gate: F, choke: F, onset: F, damper: F) -> tuple[F, F, F, F]:
    """Aim at the gain of the next control tick: mallet, damper and choke."""
    rise = vmin(rise + (CR / SR) / onset, 1.0)
    fall = exp2(LOST * (CR / SR) / damper)
    hold = snap(hold * select(choke > 0.0, 0.9, select(gate > 0.0, 1.0, fall)))
    dg = (rise * rise * (3.0 - 2.0 * rise) * hold - g) * (1.0 / CR)
    return rise, hold, g, dg


def tick(x: F, re: F, im: F, c: F, s: F, shake: F, g: F, dg: F, left: F, right: F) -> tuple[F, F, F, F, F]:
    """Turn every mode by one frame."""
    g = g + dg
    v = im * g
    z = s * re + c * im
    re = c * re - s * im + shake * x
    im = z
    return v * left, v * right, re, im, g


def awake(re: F, im: F, hold: F, gate: F) -> B:
    """Sound while held, and until every mode is below -110 dB."""
    return (gate > 0.0) | ((re * re + im * im) * hold * hold > 1e-11)
