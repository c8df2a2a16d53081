"""A slow envelope: it opens like a raised cosine, closes like a parabola, and ends exactly at zero.

`release` is the time constant at which the fall begins, as of an exponential decay; the parabola
that starts as steeply is over after two of them. A voice that is struck again while it sounds
swells on from where it is. `sweep` opens by itself after the note's start and settles by a quarter
over the following seconds: for a filter.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, exp2, like, select, vabs, vmax, vmin
from auralis.engine.simd import B, F

MODULE = Module(
    caption="Swell",
    outputs=("y", "sweep~"),
    parameters=(
        Parameter("gate", 0.0, 0.0, 1.0, caption="1 while the note is held"),
        Parameter("choke", 0.0, 0.0, 1.0, caption="1 fades the voice out in some 30 ms"),
        Parameter("attack", 2.6, 0.005, 20.0, "s", "log", "Time to full level"),
        Parameter("release", 2.2, 0.005, 20.0, "s", "log", "Time constant of the fall"),
    ),
    state=(
        State("e"),
        State("de"),
        State("base"),
        State("rise"),
        State("fall"),
        State("bloom"),
        State("rest"),
    ),
)

TICK = CR / SR
BLOOM = -1.442695 * CR / (1.2 * SR)
REST = 1.0 - CR / (9.0 * SR)
FADE = CR / (0.03 * SR)


def start(e: F, bloom: F, rest: F) -> tuple[F, F, F, F, F]:
    """Begin to swell from the level at which the voice stands."""
    base = e
    rise = like(e, 0.0)
    fall = like(e, 1.0)
    bloom = select(e > 0.0, bloom, 0.0)
    rest = select(e > 0.0, rest, 1.0)
    return base, rise, fall, bloom, rest


def control(
    e: F, base: F, rise: F, fall: F, bloom: F, rest: F, gate: F, choke: F, attack: F, release: F
) -> tuple[F, F, F, F, F, F, F]:
    """Aim at the level of the next control tick."""
    held = gate > 0.0
    rise = select(held, vmin(rise + TICK / attack, 1.0), rise)
    pace = select(choke > 0.0, FADE, select(held, 0.0, (0.5 * TICK) / release))
    fall = vmax(fall - pace, 0.0)
    shape = rise * rise * (3.0 - 2.0 * rise)
    level = (base + (1.0 - base) * shape) * fall * fall
    e = select(vabs(e) < 1e-7, 0.0, e)
    de = (level - e) * (1.0 / CR)
    bloom = bloom + (1.0 - bloom) * (1.0 - exp2(BLOOM / attack))
    rest = rest * REST
    return bloom * (0.75 + 0.25 * rest), e, de, rise, fall, bloom, rest


def tick(e: F, de: F) -> tuple[F, F]:
    """Travel linearly between control ticks."""
    e = e + de
    return e, e


def awake(e: F, gate: F) -> B:
    """Sound while held, and until the fall is over."""
    return (gate > 0.0) | (e > 0.0)
