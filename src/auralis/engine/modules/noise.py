"""White noise addressed by position: a seek hears the same noise."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module
from auralis.engine.primitives import noise
from auralis.engine.simd import F, I

MODULE = Module(
    caption="White noise",
    parameters=(Parameter("level", 0.1, 0, 1, "", "linear", "peak"),),
    glide=("level",),
    memory=0,
)


def tick(pos: int, lane: I, seed: int, level: F) -> F:
    """Return the hash of seed, lane and position."""
    return noise(lane, seed, pos) * level
