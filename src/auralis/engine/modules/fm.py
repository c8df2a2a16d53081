"""Two sines, the second bending the phase of the first: from a bell to a reed by one number.

J. Chowning, "The synthesis of complex audio spectra by means of frequency modulation", 1973. The
modulator may bend itself, by the mean of two frames (after N. Tomisawa's patent of 1981), which keeps it
from hunting; they are those before its last, so that no frame waits for the one before. The index shrinks
where its sidebands would pass half the sample rate.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, bipolar, clamp, exp2, like, select, toi, vabs, vmax, vmin
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="FM pair",
    inputs=("pitch~", "env~"),
    parameters=(
        Parameter("freq", 220, 8, 14000, "Hz", "log", "Pitch"),
        Parameter("carrier", 1, 0.25, 16, "", "log", "Carrier, as a factor of the pitch"),
        Parameter("ratio", 1, 0.0625, 16, "", "log", "Modulator, as a factor of the pitch"),
        Parameter("index", 1, 0, 16, "rad", "linear", "How far the modulator bends the carrier's phase"),
        Parameter("env_amt", 0, -16, 16, "rad", "linear", "How far the envelope moves the index"),
        Parameter("feedback", 0, 0, 1, "rad", "linear", "How far the modulator bends its own phase"),
    ),
    state=(
        State("pc", integer=True),
        State("pm", integer=True),
        State("ic", integer=True),
        State("im", integer=True),
        *(State(n) for n in ("depth", "ddepth", "fresh", "m1", "m2", "m3")),
    ),
    glide=("feedback",),
)

TURN = 0.15915494
WORD = 268435456.0
HALF = 2147483648.0 / SR


def start(new: B, pc: I, pm: I, fresh: F, m1: F, m2: F, m3: F) -> tuple[I, I, F, F, F, F]:
    """Begin both sines at zero."""
    pc = select(new, 0, pc)
    pm = select(new, 0, pm)
    fresh = select(new, 0.0, fresh)
    m1 = select(new, 0.0, m1)
    m2 = select(new, 0.0, m2)
    m3 = select(new, 0.0, m3)
    return pc, pm, fresh, m1, m2, m3


def control(
    pitch: F, env: F, depth: F, fresh: F, freq: F, carrier: F, ratio: F, index: F, env_amt: F
) -> tuple[I, I, F, F, F]:
    """Find the steps of the phases, and move the index, in turns, with a lag of some 3 ms."""
    hertz = freq * exp2(clamp(pitch, -8.0, 8.0))
    low = vmin(hertz * carrier, 0.49 * SR)
    high = vmin(hertz * ratio, 0.49 * SR)
    ic = toi(low * HALF) << 1
    im = toi(high * HALF) << 1
    room = vmax((0.5 * SR - low) / high - 3.0, 0.0)
    aim = TURN * clamp(index + env_amt * env, 0.0, vmin(room, like(room, 32.0)))
    depth = select(fresh > 0.0, depth, aim)
    ddepth = (aim - depth) * (0.25 / CR)
    fresh = like(fresh, 1.0)
    return ic, im, depth, ddepth, fresh


def tick(
    pc: I, pm: I, ic: I, im: I, depth: F, ddepth: F, m1: F, m2: F, m3: F, feedback: F
) -> tuple[F, I, I, F, F, F, F]:
    """Return one frame; the sine is that of the module `sine`."""
    depth = depth + ddepth
    t = bipolar(pm + (toi((m2 + m3) * feedback * (0.5 * TURN * WORD)) << 4))
    w = t - t * vabs(t)
    q = vabs(w)
    m3 = m2
    m2 = m1
    m1 = w * (3.1422172 + q * (3.1265556 + q * 1.2178026))
    t = bipolar(pc + (toi(m1 * depth * WORD) << 4))
    w = t - t * vabs(t)
    q = vabs(w)
    y = w * (3.1422172 + q * (3.1265556 + q * 1.2178026))
    pc = pc + ic
    pm = pm + im
    return y, pc, pm, depth, m1, m2, m3
