"""A triangle whose corners are rounded over four frames.

PolyBLAMP, the twice integrated cubic B-spline: Esqueda, Välimäki and Bilbao, "Rounding corners with
BLAMP", 2016.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, bipolar, clamp, exp2, select, toi, vabs, vmax, vmin
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="Band-limited triangle",
    inputs=("pitch~",),
    parameters=(
        Parameter("freq", 220, 8, 14000, "Hz", "log", "Pitch"),
        Parameter("ratio", 1, 0.25, 8, "", "log", "Detuning as a factor of the pitch"),
        Parameter("phase", 0.25, 0, 1, "turns", "linear", "Where the period begins: a quarter is at zero"),
    ),
    state=(State("ph", integer=True), State("dt"), State("ddt")),
)


def start(new: B, ph: I, dt: F, phase: F) -> tuple[I, F]:
    """Begin the period at the phase, at the new note's pitch."""
    ph = select(new, toi((phase - 0.5) * 2147483520.0) * 2, ph)
    dt = select(new, 0.0, dt)
    return ph, dt


def control(pitch: F, dt: F, freq: F, ratio: F) -> tuple[F, F]:
    """Aim at the turns a frame of the next control tick."""
    turns = vmin(freq * ratio * exp2(clamp(pitch, -8.0, 8.0)) * (1 / SR), 0.45)
    dt = select(dt > 0.0, dt, turns)
    ddt = (turns - dt) * (1 / CR)
    return dt, ddt


def tick(ph: I, dt: F, ddt: F) -> tuple[F, I, F]:
    """Return the naive triangle, its lower corner lifted and its upper one lowered."""
    dt = dt + ddt
    width = vmin(dt, 0.25)
    near = 0.5 / width
    a = vabs(bipolar(ph))
    u = vmax(2.0 - (1.0 - a) * near, 0.0)
    v = vmax(u - 1.0, 0.0)
    low = u * (u * u * (u * u)) - 4.0 * (v * (v * v * (v * v)))
    u = vmax(2.0 - a * near, 0.0)
    v = vmax(u - 1.0, 0.0)
    high = u * (u * u * (u * u)) - 4.0 * (v * (v * v * (v * v)))
    y = 1.0 - 2.0 * a + width * (low - high) * (8.0 / 120.0)
    ph = ph + toi(dt * 2147483648.0) * 2
    return y, ph, dt
