"""Doubling: one slowly swaying copy of each channel beside the dry sound.

The sway is a function of the absolute position, so a chorus that was born later sways the same.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import (
    CR,
    SR,
    bipolar,
    ilike,
    interpolate8,
    ramp8,
    select,
    toi,
    vabs,
    vec,
    write8,
)
from auralis.engine.simd import F, I, Ring

MODULE = Module(
    caption="Doubling",
    inputs=("x",),
    parameters=(
        Parameter("delay", 14.0, 5.0, 30.0, "ms", caption="How late the copy comes, on average"),
        Parameter("depth", 3.2, 0.0, 5.0, "ms", caption="How far it sways"),
        Parameter("dry", 0.865, 0.0, 1.0, caption="Level of the sound itself"),
        Parameter("wet", 0.45, 0.0, 1.0, caption="Level of the copy"),
    ),
    state=(State("d"), State("dd")),
    rings={"line": (2048, 2)},
    glide=("delay", "depth", "dry", "wet"),
)

STEP = vec(0.13, 0.17) * (4294967296.0 * CR / SR)
PHASE = vec(0.0, 0.5)


def control(d: F, lane: I, pos: int, delay: F, depth: F) -> tuple[F, F]:
    """Aim at the delay of the next control tick; the first time it stands there at once."""
    sway = bipolar(toi(STEP) * ilike(lane, (pos >> 5) + 1) + toi(PHASE * 2147483648.0))
    aim = (delay + depth * 4.0 * sway * (1.0 - vabs(sway))) * (SR / 1000.0)
    d = select(d > 0.0, d, aim)
    dd = (aim - d) * (1.0 / CR)
    return d, dd


def octet(x: F, d: F, dd: F, line: Ring, pos: int, dry: F, wet: F) -> tuple[F, F]:
    """Add the swaying copy."""
    write8(line, pos, x)
    y = interpolate8(line, pos, ramp8(d - dd, dd))
    d = d + dd * 8.0
    return dry * x + wet * y, d
