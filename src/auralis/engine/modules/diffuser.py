"""Four all-passes in series: turns an attack into a soft cloud without changing its colour.

Source: M. R. Schroeder, "Natural sounding artificial reverberation" (1962). The right channel's
lines are 13 frames longer than the left's.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, tap, toi, vec, write
from auralis.engine.simd import F, Ring

MODULE = Module(
    caption="Diffuser",
    inputs=("x",),
    parameters=(Parameter("amount", 0.6, 0.0, 0.75, caption="Feedback of the all-passes"),),
    state=(State("g"), State("c")),
    rings={"first": (1024, 2), "second": (1024, 2), "third": (1024, 2), "fourth": (1024, 2)},
    glide=("amount",),
)

FIRST = vec(223.0, 236.0) * (SR / 44100.0)
SECOND = vec(347.0, 360.0) * (SR / 44100.0)
THIRD = vec(531.0, 544.0) * (SR / 44100.0)
FOURTH = vec(797.0, 810.0) * (SR / 44100.0)


def control(amount: F) -> tuple[F, F]:
    """Find what an all-pass feeds back, and what it lets through of its line."""
    g = amount
    c = 1.0 - amount * amount
    return g, c


def tick(x: F, g: F, c: F, first: Ring, second: Ring, third: Ring, fourth: Ring, pos: int) -> F:
    """Send one frame through the chain; z - g (x + g z) is written so that x has a short way."""
    z = tap(first, pos, toi(FIRST))
    write(first, pos, x + g * z)
    y = c * z - g * x
    z = tap(second, pos, toi(SECOND))
    write(second, pos, y + g * z)
    y = c * z - g * y
    z = tap(third, pos, toi(THIRD))
    write(third, pos, y + g * z)
    y = c * z - g * y
    z = tap(fourth, pos, toi(FOURTH))
    write(fourth, pos, y + g * z)
    return c * z - g * y
