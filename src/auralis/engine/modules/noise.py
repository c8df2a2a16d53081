"""White noise addressed by position: a seek hears the same noise."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import noise_key, white
from auralis.engine.simd import F, I

MODULE = Module(
    caption="White noise",
    parameters=(Parameter("level", 0.1, 0, 1, "", "linear", "peak"),),
    state=(State("key", integer=True),),
    glide=("level",),
    memory=0,
)


def control(pos: int, lane: I, seed: int) -> I:
    """Find the key of this stretch of noise."""
    key = noise_key(lane, seed, pos)
    return key


def tick(key: I, pos: int, level: F) -> F:
    """Return the hash of seed, lane and position."""
    return white(key, pos) * level
