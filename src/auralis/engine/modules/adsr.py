"""An exponential envelope: attack, decay to the sustain level, release."""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, exp2, select
from auralis.engine.simd import B, F

MODULE = Module(
    caption="Envelope",
    outputs=("env",),
    parameters=(
        Parameter("gate", 0, 0, 1, "", "linear", "1 while the note is held"),
        Parameter("a", 2, 0.001, 60, "s", "log", "attack"),
        Parameter("d", 1, 0.001, 60, "s", "log", "decay, to a fiftieth of the way left"),
        Parameter("s", 0.7, 0, 1, "", "linear", "sustain level"),
        Parameter("r", 4, 0.001, 60, "s", "log", "release, to a fiftieth"),
    ),
    state=(State("e"), State("decaying")),
)


def start(new: B, decaying: F) -> F:
    """Attack again, from wherever the envelope stands."""
    decaying = select(new, 0.0, decaying)
    return decaying


def control(e: F, decaying: F) -> F:
    """Turn to the decay once the attack has arrived."""
    decaying = select(e >= 1.0, 1.0, decaying)
    return decaying


def tick(e: F, decaying: F, gate: F, a: F, d: F, s: F, r: F) -> tuple[F, F]:
    """Return the envelope: a one-pole way to the level of its stage."""
    on = gate > 0.0
    attack = decaying < 0.5
    target = select(on, select(attack, 1.25, s), 0.0)
    share = 1.0 - exp2(select(on, select(attack, 1.6 / a, 4.0 / d), 4.0 / r) * (-1.442695 / SR))
    e = e + (target - e) * share
    return e, e


def awake(e: F, gate: F) -> B:
    """Sleep below -100 dB once released."""
    return select(gate > 0.0, 1.0, e) > 1e-5
