"""A reverb of eight delay lines, one a SIMD lane, mixed by a Hadamard matrix, each damped by a one-pole.

Jot and Chaigne, "Digital delay networks for designing artificial reverberators", 1991.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, exp2, hadamard, pair, spread8, tap, toi, vec, write
from auralis.engine.simd import F, Ring

MODULE = Module(
    caption="Lean reverb",
    inputs=("x",),
    parameters=(
        Parameter("t60", 4, 0.1, 60, "s", "log", "time in which the tail falls by 60 dB"),
        Parameter("damp", 0.6, 0.05, 1, "", "linear", "less is darker"),
        Parameter("wet", 0.15, 0, 1, "", "linear", "gain of the tail beside the straight sound"),
    ),
    state=(State("z", 8), State("g", 8)),
    rings={"line": (4096, 8)},
    glide=("t60", "damp", "wet"),
)

DELAYS = vec(1031.0, 1327.0, 1523.0, 1801.0, 2053.0, 2311.0, 2503.0, 2903.0) * (SR / 44100.0)


def control(t60: F, g: F) -> F:
    """Let each line lose its share of 60 dB."""
    g = exp2(DELAYS * (-9.965784 / SR) / spread8(t60))
    return g


def tick(x: F, z: F, g: F, line: Ring, pos: int, damp: F, wet: F) -> tuple[F, F]:
    """Return the straight sound and the lines' ends."""
    o = tap(line, pos, toi(DELAYS))
    z = z + (o - z) * spread8(damp)
    write(line, pos, hadamard(z * g) * 0.35355339 + spread8(x))
    return x + wet * pair(o), z
