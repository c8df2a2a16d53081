"""A gain that travels: several cables into x are summed in cable order."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module
from auralis.engine.simd import F

MODULE = Module(
    caption="Gain",
    inputs=("x",),
    parameters=(Parameter("gain", 1.0, 0.0, 8.0, caption="Factor on the signal"),),
    glide=("gain",),
)


def tick(x: F, gain: F) -> F:
    """Scale the signal."""
    return x * gain
