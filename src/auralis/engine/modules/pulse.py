"""A pulse of any width, free of DC: two saws a width apart, one less the other.

The saws' jumps are spread over four frames by a polynomial, the integral of (1 - x²)⁵, and a short
symmetric filter gives back the treble that this takes; after Välimäki, Pekonen and Nam, "Perceptually
informed synthesis of bandlimited classical waveforms using integrated polynomial interpolation", 2012.
One frame late.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import CR, SR, bipolar, clamp, exp2, select, toi, vmin
from auralis.engine.simd import B, F, I

MODULE = Module(
    caption="Band-limited pulse",
    inputs=("pitch~", "pwm~"),
    parameters=(
        Parameter("freq", 220, 8, 14000, "Hz", "log", "Pitch"),
        Parameter("ratio", 1, 0.25, 8, "", "log", "Detuning as a factor of the pitch"),
        Parameter("phase", 0, 0, 1, "turns", "linear", "Where the period begins at a note-on"),
        Parameter("width", 0.5, 0.05, 0.95, "turns", "linear", "Share of the period that is high"),
        Parameter("pwm_amt", 0, 0, 0.45, "turns", "linear", "How far the input pwm moves the width"),
    ),
    state=(
        State("ph", integer=True),
        *(State(n) for n in ("dt", "ddt", "w", "dw", "y1", "y2")),
    ),
    glide=("width", "pwm_amt"),
)


def start(new: B, ph: I, dt: F, y1: F, y2: F, phase: F) -> tuple[I, F, F, F]:
    """Begin the period at the phase, at the new note's pitch."""
    ph = select(new, toi((phase - 0.5) * 2147483520.0) * 2, ph)
    dt = select(new, 0.0, dt)
    y1 = select(new, 0.0, y1)
    y2 = select(new, 0.0, y2)
    return ph, dt, y1, y2


def control(pitch: F, pwm: F, dt: F, w: F, freq: F, ratio: F, width: F, pwm_amt: F) -> tuple[F, F, F, F]:
    """Aim at the turns a frame and the width of the next control tick."""
    turns = vmin(freq * ratio * exp2(clamp(pitch, -8.0, 8.0)) * (1 / SR), 0.45)
    share = clamp(width + pwm_amt * pwm, 0.05, 0.95)
    w = select(dt > 0.0, w, share)
    dt = select(dt > 0.0, dt, turns)
    ddt = (turns - dt) * (1 / CR)
    dw = (share - w) * (1 / CR)
    return dt, ddt, w, dw


def _saw(phase: I, near: F) -> F:
    """Return a saw whose jump is spread over four frames."""
    t = bipolar(phase)
    x = clamp(t * near, -1.0, 1.0)
    q = x * x
    w = 5.4140625 - q * (3.8671875 - q * (1.5039062 - q * 0.24609375))
    return t - x * (2.7070312 - q * (4.5117188 - q * w))


def tick(ph: I, dt: F, ddt: F, w: F, dw: F, y1: F, y2: F) -> tuple[F, I, F, F, F, F]:
    """Return the pulse of one frame ago, its treble restored."""
    dt = dt + ddt
    w = w + dw
    near = 0.25 / vmin(dt, 0.25)
    y = _saw(ph, near) - _saw(ph + toi(w * 2147483648.0) * 2, near)
    out = 1.4 * y1 - 0.2 * (y + y2)
    y2 = y1
    y1 = y
    ph = ph + toi(dt * 2147483648.0) * 2
    return out, ph, dt, w, y1, y2
