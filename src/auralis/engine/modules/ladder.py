"""The transistor ladder: four one-poles in a row and a loop around them, with pitch inputs in octaves.

The loop has no delay (V. Zavalishin, "The Art of VA Filter Design", 2012, §5): what enters the first stage
is solved for, then bent as in the ladder's input pair, by the Padé form x (27 + x²) / (27 + 9 x²) of tanh,
which arrives at 1 for x = 3; so resonance 1 sings in tune and nothing exceeds 1 / drive. Half of the bass
that resonance takes is given back. Each stage is written as a multiple of what enters the first, plus what
the states alone give: a short way round the loop.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, clamp, exp2, select, tan_pi
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
    state=tuple(State(n) for n in ("g", "p", "r", "d", "dg", "dp", "dr", "dd", "s1", "s2", "s3", "s4")),
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


def control(
    g: F, p: F, r: F, d: F, env: F, lfo: F, cutoff: F, env_amt: F, resonance: F, drive: F
) -> tuple[F, F, F, F, F, F, F, F]:
    """Aim the coefficients at the corner the coming tick ends with; at once where there are none yet."""
    f = clamp(cutoff * exp2(clamp(env_amt * env + lfo, -20.0, 20.0)), 5.0, 14000.0)
    w = tan_pi(f * (1 / SR))
    new_g = w / (1.0 + w)
    k = 4.0 * resonance
    close = 1.0 / (1.0 + k * (new_g * new_g) * (new_g * new_g))
    new_p = (1.0 + 0.5 * k) * close * drive
    new_r = k * close
    born = g > 0.0
    g = select(born, g, new_g)
    p = select(born, p, new_p)
    r = select(born, r, new_r)
    d = select(born, d, 1.0 / drive)
    dg = (new_g - g) * (1 / CR)
    dp = (new_p - p) * (1 / CR)
    dr = (new_r - r) * (1 / CR)
    dd = (1.0 / drive - d) * (1 / CR)
    return g, p, r, d, dg, dp, dr, dd


def tick(
    x: F, g: F, p: F, r: F, d: F, dg: F, dp: F, dr: F, dd: F, s1: F, s2: F, s3: F, s4: F
) -> tuple[F, F, F, F, F, F, F, F, F]:
    """Solve the loop for the first stage's input, bend it, run the stages."""
    g = g + dg
    p = p + dp
    r = r + dr
    d = d + dd
    h = 1.0 - g
    q = g * g
    m1 = h * s1
    m2 = h * s2 + g * m1
    m3 = (h * s3 + (h * g) * s2) + q * m1
    m4 = (h * s4 + (h * g) * s3) + q * m2
    u = clamp(x * p - r * m4, -3.0, 3.0)
    v = u * u
    u = u * (27.0 + v) / (27.0 + 9.0 * v)
    a = g * u + m1
    s1 = a + a - s1
    a = q * u + m2
    s2 = a + a - s2
    a = (g * q) * u + m3
    s3 = a + a - s3
    a = (q * q) * u + m4
    s4 = a + a - s4
    return a * d, g, p, r, d, s1, s2, s3, s4
