"""Four inputs, each at its own gain, one sum."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module
from auralis.engine.simd import F

MODULE = Module(
    caption="Mixer of four",
    inputs=("a", "b", "c", "d"),
    parameters=tuple(
        Parameter(f"gain_{name}", 1, 0, 4, "", "linear", f"Factor on input {name}") for name in "abcd"
    ),
    glide=("gain_a", "gain_b", "gain_c", "gain_d"),
)


def tick(a: F, b: F, c: F, d: F, gain_a: F, gain_b: F, gain_c: F, gain_d: F) -> F:
    """Sum one frame."""
    return (a * gain_a + b * gain_b) + (c * gain_c + d * gain_d)
