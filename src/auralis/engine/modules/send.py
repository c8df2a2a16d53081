"""A fork: the sound itself goes straight on, and to an effect at a level."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module
from auralis.engine.simd import F

MODULE = Module(
    caption="Effect send",
    inputs=("x",),
    outputs=("dry", "send"),
    parameters=(Parameter("level", 0.3, 0, 4, "", "linear", "Factor on what is sent"),),
    glide=("level",),
)


def tick(x: F, level: F) -> tuple[F, F]:
    """Return the frame as it is, and at the level."""
    return x, x * level
