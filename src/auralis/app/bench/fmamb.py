"""FMAMB, the second yardstick: FM voices and noise through a ladder; echo, a loop, reverb, limiter.

Where PAD32 holds one chord of 32 voices, FMAMB strikes a note every quarter of a second in 16, and its
bus has a feedback loop through a delay.
"""

from typing import Final

from auralis.core.units import Frame
from auralis.engine.compiler.events import EventRow, Schedule
from auralis.engine.compiler.program import Program
from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.tuning import hertz

VOICES: Final = 16
PITCHES: Final = (45, 52, 57, 60, 64, 67, 69, 72)
HELD_S: Final = 3

FMAMB: Final = Patch(
    "fmamb",
    Voice(
        VOICES,
        1,
        (
            node("pair", "fm", ratio=2, index=1.5),
            node("air", "noise", level=0.05),
            node("env", "adsr", a=0.6, r=2),
            node("lfo", "lfo", rate=0.07),
            node("lad", "ladder", resonance=0.2),
            node("pan", "pan", amp=0.12),
        ),
    ),
    bus=(
        node("ping", "pingpong"),
        node("loop", "feedback"),
        node("half", "gain", gain=0.5),
        node("rev", "fdn", t60=6),
        node("lim", "limiter"),
    ),
    sends=(Send("main", "pan.l", "pan.r"),),
    cables=(
        "pair.y -> lad.x",
        "air.y -> lad.x",
        "lfo.y -> lad.lfo",
        "lad.y -> pan.x",
        "env.env -> pan.vca",
        "voices.main -> ping.x",
        "loop.y -> ping.x",
        "ping.y -> rev.x",
        "ping.y -> half.x",
        "half.y -> loop.x",
        "rev.y -> lim.x",
        "lim.y -> out",
    ),
)


def fmamb_notes(program: Program, frames: Frame) -> Schedule:
    """Return the events of so many frames: a note every quarter of a second, each held for three."""
    rate = program.sample_rate
    rows: list[EventRow] = []
    for k in range(4 * frames // rate):
        at, voice = k * rate // 4 + 7 * k, k % VOICES
        pitch = PITCHES[5 * k % len(PITCHES)] + (12 if k % 3 == 0 else 0)
        for name, value in (("pair.freq", hertz(pitch)), ("pan.pan", voice % 8 / 7), ("env.gate", 1.0)):
            rows += program.set_parameter(name, value, at, voice)
        rows += program.trigger(voice, at)
        rows += program.set_parameter("env.gate", 0.0, at + HELD_S * rate, voice)
    return Schedule(rows)
