"""Soft saturation tanh(drive x) / drive: unity gain for quiet signals, no memory of the sound."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module
from auralis.engine.primitives import tanh
from auralis.engine.simd import F

MODULE = Module(
    caption="Soft saturation",
    inputs=("x",),
    parameters=(Parameter("drive", 1.15, 0.1, 8.0, curve="log", caption="How early the curve bends"),),
    glide=("drive",),
    memory=0,
)


def tick(x: F, drive: F) -> F:
    """Bend the peaks; the slope at zero stays 1."""
    return tanh(x * drive) / drive
