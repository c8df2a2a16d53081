"""The transistor ladder: four one-poles in a row and a loop around them, with pitch inputs in octaves.

The loop has no delay (V. Zavalishin, "The Art of VA Filter Design", 2012, §5): what enters the first stage
is solved for, then bent by tanh as in the ladder's input pair, so resonance 1 sings in tune and nothing
exceeds 1 / drive. Half of the bass that resonance takes is given back.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, clamp, exp2, select, tan_pi, tanh
from auralis.engine.simd import B, F

MODULE = Module(
    caption="Ladder low-pass",
    inputs=("x", "env~", "lfo~"),
    parameters=(
        Parameter("cutoff", 1200, 20, 14000, "Hz", "log", "Corner without modulation"),
        Parameter("env_amt", 0, -8, 8, "octaves", "linear", "How far the envelope moves the corner"),
        Parameter("resonance", 0.3, 0, 1.2, "", "linear", "At 1 the filter begins to sing by itself"),
        Parameter("drive", 1, 0.1, 8, "", "log", "How early the sound bends; quiet sound keeps its level"),
    ),
    state=tuple(State(n) for n in ("g", "dg", "s1", "s2", "s3", "s4")),
    glide=("cutoff", "env_amt", "resonance", "drive"),
)


def start(new: B, g: F, s1: F, s2: F, s3: F, s4: F) -> tuple[F, F, F, F, F]:
    """Forget the note before."""
    g = select(new, 0.0, g)
    s1 = select(new, 0.0, s1)
    s2 = select(new, 0.0, s2)
    s3 = select(new, 0.0, s3)
    s4 = select(new, 0.0, s4)
    return g, s1, s2, s3, s4


def control(g: F, env: F, lfo: F, cutoff: F, env_amt: F) -> tuple[F, F]:
    """Aim the stages' gain at the corner the coming tick ends with; at once where it has none yet."""
    f = clamp(cutoff * exp2(clamp(env_amt * env + lfo, -20.0, 20.0)), 5.0, 14000.0)
    w = tan_pi(f * (1 / SR))
    aim = w / (1.0 + w)
    g = select(g > 0.0, g, aim)
    dg = (aim - g) * (1 / CR)
    return g, dg


def tick(x: F, g: F, dg: F, s1: F, s2: F, s3: F, s4: F, resonance: F, drive: F) -> tuple[F, F, F, F, F, F]:
    """Solve the loop for the first stage's input, bend it, run the stages."""
    g = g + dg
    k = 4.0 * resonance
    h = 1.0 - g
    q = g * g
    close = 1.0 / (1.0 + k * (q * q))
    soft = 1.0 / drive
    u = x * ((1.0 + 0.5 * k) * close) - (k * h * close) * (g * (g * (g * s1 + s2) + s3) + s4)
    u = tanh(u * drive) * soft
    a = g * u + h * s1
    s1 = a + a - s1
    a = g * a + h * s2
    s2 = a + a - s2
    a = g * a + h * s3
    s3 = a + a - s3
    a = g * a + h * s4
    s4 = a + a - s4
    return a, g, s1, s2, s3, s4
