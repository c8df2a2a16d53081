"""A stereo-linked compressor, feed-forward, that smooths its gain in decibels.

D. Giannoulis, M. Massberg and J. D. Reiss, "Digital dynamic range compressor design" (2012): a quadratic
knee, and the smooth decoupled detector, so `attack` is the time to 63 % of a reduction, and `release` the
same on the way back. With `external` 1 another sound, `key`, decides how loud this one is.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, bits, clamp, exp2, select, shr, swap, tof, unbits, vabs, vmax
from auralis.engine.simd import F

MODULE = Module(
    caption="Compressor",
    inputs=("x", "key"),
    parameters=(
        Parameter("threshold", -24.0, -60.0, 0.0, "dB", caption="Level above which it works"),
        Parameter("ratio", 3.0, 1.0, 20.0, "", "log", "Decibels in for one more decibel out"),
        Parameter("knee", 6.0, 0.0, 24.0, "dB", caption="Width of the bend around the threshold"),
        Parameter("attack", 0.01, 0.0002, 0.2, "s", "log", "How fast it goes down"),
        Parameter("release", 0.2, 0.01, 2.0, "s", "log", "How fast it comes back"),
        Parameter("makeup", 0.0, 0.0, 24.0, "dB", caption="Gain afterwards"),
        Parameter("external", 0.0, 0.0, 1.0, caption="1 listens to the key instead of the sound"),
    ),
    state=tuple(State(n, lanes=2) for n in ("slope", "fall", "rise", "held", "down")),
    glide=("threshold", "ratio", "knee", "makeup"),
)

DECIBELS_AN_OCTAVE = 6.0205999
OCTAVES_A_DECIBEL = 0.1660964
QUIET = 1e-7


def control(ratio: F, attack: F, release: F) -> tuple[F, F, F]:
    """Find how steep the reduction is, and the shares of the way that a frame goes down and back."""
    slope = 1.0 - 1.0 / ratio
    fall = 1.0 / (0.5 + attack * SR)
    rise = 1.0 / (0.5 + release * SR)
    return slope, fall, rise


def tick(
    x: F, key: F, slope: F, fall: F, rise: F, held: F, down: F, threshold: F, knee: F, makeup: F, external: F
) -> tuple[F, F, F]:
    """Measure the louder channel, ask the curve, smooth, turn down; log2 is a polynomial in 1.5 ± 0.5."""
    heard = vabs(select(external >= 0.5, key, x))
    word = bits(clamp(vmax(heard, swap(heard)), QUIET, 1e30))
    m = unbits((word & 0x7FFFFF) | 0x3F800000) - 1.5
    p = ((0.04487334 * m - 0.08001088) * m + 0.14142297) * m - 0.31974905
    octaves = tof(shr(word, 23) - 127) + ((p * m + 0.96183967) * m + 0.5849505)
    over = octaves * DECIBELS_AN_OCTAVE - threshold
    bend = vmax(knee, 0.001)
    t = clamp(over + 0.5 * bend, 0.0, bend)
    asked = slope * (t * t / (2.0 * bend) + vmax(over - 0.5 * bend, 0.0))
    held = vmax(asked, held + rise * (asked - held))
    down = down + fall * (held - down)
    return x * exp2((makeup - down) * OCTAVES_A_DECIBEL), held, down
