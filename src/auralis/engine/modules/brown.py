"""Brown noise: 6 dB less an octave, without the wandering of a true random walk.

White noise through a leaky integrator, then through a high-pass at the same corner, 8 Hz, so that no DC
remains. A little of the frame before is mixed in, which keeps the slope true to 0.5 dB up to 16 kHz. The
noise is addressed by position.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, exp2, like, noise_key, white
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Brown noise",
    parameters=(
        Parameter("level", 0.1, 0, 1, "", "linear", "Level: as much power as white noise of that peak"),
    ),
    state=(State("key", integer=True), State("q"), State("x1"), State("walk"), State("mean")),
    glide=("level",),
)

CORNER = 8.0
LOUD = 51.78
"""Gives brown noise the power that white noise has."""


def control(q: F, pos: int, lane: I, seed: int) -> tuple[I, F]:
    """Find what leaks a frame, and the noise's key."""
    key = noise_key(lane, seed, pos)
    q = 1.0 - exp2(like(q, CORNER * -9.0647203 / SR))
    return key, q


def tick(key: I, q: F, x1: F, walk: F, mean: F, pos: int, level: F) -> tuple[F, F, F, F]:
    """Return one frame."""
    x = white(key, pos)
    walk = walk + q * (x + 0.145 * x1 - walk)
    x1 = x
    mean = mean + q * (walk - mean)
    return (walk - mean) * (LOUD * level), x1, walk, mean
