"""Four all-passes in series: turns an attack into a soft cloud without changing its colour.

Source: M. R. Schroeder, "Natural sounding artificial reverberation" (1962). The right channel's
lines are 13 frames longer than the left's.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module
from auralis.engine.primitives import SR, behind8, select, spread16, toi, vec, write8
from auralis.engine.simd import F, Ring

MODULE = Module(
    caption="Diffuser",
    inputs=("x",),
    parameters=(Parameter("amount", 0.6, 0.0, 0.75, caption="Feedback of the all-passes"),),
    rings={f"line{n}": (1024, 2) for n in (1, 2, 3, 4)},
    glide=("amount",),
)

FIRST = vec(223.0, 223.0) * (SR / 44100.0)
SECOND = vec(347.0, 347.0) * (SR / 44100.0)
THIRD = vec(531.0, 531.0) * (SR / 44100.0)
FOURTH = vec(797.0, 797.0) * (SR / 44100.0)
WIDER = 13.0 * (SR / 44100.0)
SIDE = vec(0.0, 1.0)


def _echo(line: Ring, pos: int, delay: F) -> F:
    """Return what a line holds, each channel at its own delay."""
    return select(
        spread16(SIDE) > 0.5, behind8(line, pos, toi(delay + WIDER)), behind8(line, pos, toi(delay))
    )


def octet(x: F, amount: F, line1: Ring, line2: Ring, line3: Ring, line4: Ring, pos: int) -> F:
    """Send eight frames down the chain: each stage gives z - g (x + g z)."""
    c = 1.0 - amount * amount
    z = _echo(line1, pos, FIRST)
    write8(line1, pos, x + amount * z)
    x = c * z - amount * x
    z = _echo(line2, pos, SECOND)
    write8(line2, pos, x + amount * z)
    x = c * z - amount * x
    z = _echo(line3, pos, THIRD)
    write8(line3, pos, x + amount * z)
    x = c * z - amount * x
    z = _echo(line4, pos, FOURTH)
    write8(line4, pos, x + amount * z)
    return c * z - amount * x
