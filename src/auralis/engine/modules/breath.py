"""The end of a voice: level and envelope, and a slow breath of its own."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, bipolar, hash_u, ilike, like, select, toi, vabs
from auralis.engine.simd import F, I

MODULE = Module(
    caption="Breathing level",
    inputs=("x", "envelope"),
    parameters=(
        Parameter("level", 1.0, 0.0, 4.0, caption="Level of the note"),
        Parameter("depth", 0.38, 0.0, 0.9, caption="How much the level breathes"),
        Parameter("rate", 0.04, 0.001, 1.0, "Hz", "log", "How often it breathes"),
    ),
    state=(State("a"), State("da")),
)

TURN = 2147483648.0 * CR / SR


def start(level: F) -> F:
    """Forget the level of the voice's last note."""
    a = like(level, -1.0)
    return a


def control(a: F, level: F, depth: F, rate: F, lane: I, part: I, seed: int, pos: int) -> tuple[F, F]:
    """Aim at the level of the next control tick; no two voices breathe alike."""
    own = hash_u(lane - part + seed)
    step = toi(rate * TURN * (1.0 + 0.25 * bipolar(hash_u(own)))) << 1
    breath = bipolar(own + step * ilike(lane, (pos >> 5) + 1))
    aim = level * (1.0 + depth * 4.0 * breath * (1.0 - vabs(breath)))
    a = select(a < 0.0, aim, a)
    da = (aim - a) * (1.0 / CR)
    return a, da


def tick(x: F, envelope: F, a: F, da: F) -> tuple[F, F]:
    """Weigh the sound."""
    a = a + da
    return x * (a * envelope), a
