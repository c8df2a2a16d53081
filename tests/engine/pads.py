"""Patches that the engine's tests play, and the notes they play on them."""

import hashlib

import numpy as np

from auralis.engine.compiler.events import Schedule
from auralis.engine.compiler.instance import Instance
from auralis.engine.compiler.program import Program
from auralis.engine.patch import Patch, Send, Voice, node

RATE = 44_100
FRAMES = 20_000
START = -4_001
PAD = Patch(
    "pad",
    Voice(
        32,
        1,
        (
            node("o1", "saw"),
            node("o2", "saw", ratio=1.0058),
            node("air", "noise", level=0.05),
            node("env", "adsr", a=0.05, d=0.1, r=0.2),
            node("lfo", "lfo", rate=2),
            node("vcf", "svf", env_amt=2),
            node("amp", "pan"),
        ),
    ),
    bus=(node("cho", "chorus"), node("loop", "feedback"), node("rev", "fdn"), node("lim", "limiter")),
    sends=(Send("main", "amp.l", "amp.r"), Send("wet", "o1.y", "o2.y")),
    cables=(
        "o1.y -> vcf.x",
        "o2.y -> vcf.x",
        "air.y -> vcf.x",
        "env.env -> vcf.env",
        "lfo.y -> vcf.lfo",
        "lfo.drift -> vcf.lfo",
        "vcf.y -> amp.x",
        "env.env -> amp.vca",
        "voices.main -> cho.x",
        "in.side -> cho.x",
        "cho.y -> rev.x",
        "loop.y -> rev.x",
        "rev.y -> loop.x",
        "rev.y -> lim.x",
        "lim.y -> out",
        "voices.wet -> out.dry",
    ),
    inputs=("side",),
    outputs=("out", "dry"),
)


def notes(program: Program) -> Schedule:
    """Return notes and turned knobs at frames off every grid."""
    rows = []
    for k in range(40):
        voice, at = k * 7 % program.plan.count, START + 37 + 401 * k
        values = {"o1.freq": 80.0 + 31 * k, "o2.freq": 81.0 + 31 * k, "amp.pan": k % 8 / 7, "env.gate": 1.0}
        for name, value in values.items():
            rows += program.set_parameter(name, value, at, voice)
        rows += program.trigger(voice, at) + program.set_parameter("env.gate", 0.0, at + 1_777, voice)
    rows += program.set_parameter("vcf.cutoff", 3_000.0, START + 5_555)
    rows += program.set_parameter("rev.wet", 0.6, START + 9_999)
    return Schedule(rows)


def play(program: Program, instance: Instance, block: int, frames: int = FRAMES) -> np.ndarray:
    """Return the next frames of the common work."""
    schedule, y = notes(program), np.zeros((4, frames), np.float32)
    x = np.zeros((2, block), np.float32)
    for first in range(0, frames, block):
        part = y[:, first : first + block]
        end = instance.position + part.shape[1]
        instance.process(schedule.between(instance.position, end), x[:, : part.shape[1]], part)
    return y


def digest(y: np.ndarray) -> str:
    """Return the hash of a render."""
    return hashlib.sha256(np.ascontiguousarray(y).tobytes()).hexdigest()
