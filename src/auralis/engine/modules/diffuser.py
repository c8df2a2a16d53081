"""Four all-passes in series: turns an attack into a soft cloud without changing its colour.

Source: M. R. Schroeder, "Natural sounding artificial reverberation" (1962). The right channel's
lines are 13 frames longer than the left's. The stages run side by side in eight lanes, each on what
the one before gave a frame ago.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, follow, last, spread8, tap, toi, vec, write
from auralis.engine.simd import F, Ring

MODULE = Module(
    caption="Diffuser",
    inputs=("x",),
    parameters=(Parameter("amount", 0.6, 0.0, 0.75, caption="Feedback of the all-passes"),),
    state=(State("g", lanes=8), State("c", lanes=8), State("stages", lanes=8)),
    rings={"line": (1024, 8)},
    glide=("amount",),
    latency=3,
)

DELAY = vec(223.0, 236.0, 347.0, 360.0, 531.0, 544.0, 797.0, 810.0) * (SR / 44100.0)


def control(amount: F) -> tuple[F, F]:
    """Find what an all-pass feeds back, and what it lets through of its line."""
    g = spread8(amount)
    c = 1.0 - g * g
    return g, c


def tick(x: F, g: F, c: F, stages: F, line: Ring, pos: int) -> tuple[F, F]:
    """Send one frame into the chain; z - g (x + g z) is written so that x has a short way."""
    heard = follow(x, stages)
    z = tap(line, pos, toi(DELAY))
    write(line, pos, heard + g * z)
    stages = c * z - g * heard
    return last(stages), stages
