"""PAD32, the yardstick: 32 voices of two saws, filter and envelope, then chorus and reverb.

It is what other engines were asked to play beside ours, and what every other cost is a share of.
"""

from typing import Final

from auralis.core.units import Frame
from auralis.engine.compiler.events import EventRow, Schedule
from auralis.engine.compiler.program import Program
from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.tuning import hertz

VOICES: Final = 32
PITCHES: Final = tuple(base + step for step in (0, 12, 0, 12) for base in (36, 43, 48, 52, 55, 59, 62, 64))
FREQS: Final = tuple(hertz(p) * (1 + 0.0007 * (v - 16) / 16) for v, p in enumerate(PITCHES))

PAD32: Final = Patch(
    "pad32",
    Voice(
        VOICES,
        1,
        (
            node("o1", "saw"),
            node("o2", "saw", ratio=1.0058),
            node("env", "adsr", a=2, d=1, s=0.7, r=4),
            node("lfo", "lfo"),
            node("vcf", "svf", env_amt=2, damp=0.6),
            node("pan", "pan", amp=0.04),
        ),
    ),
    bus=(node("cho", "chorus"), node("rev", "fdn")),
    sends=(Send("main", "pan.l", "pan.r"),),
    cables=(
        "o1.y -> vcf.x",
        "o2.y -> vcf.x",
        "env.env -> vcf.env",
        "lfo.y -> vcf.lfo",
        "vcf.y -> pan.x",
        "env.env -> pan.vca",
        "voices.main -> cho.x",
        "cho.y -> rev.x",
        "rev.y -> out",
    ),
)


def pad32_notes(program: Program, voices: int = VOICES, end: Frame | None = None) -> Schedule:
    """Return the events: the first voices begin at frame 0, and are released at `end`, if there is one."""
    rows: list[EventRow] = []
    for v in range(voices):
        values = {
            "o1.freq": FREQS[v],
            "o2.freq": FREQS[v],
            "o1.phase": v / 32,
            "o2.phase": v * 97000003 % 2**32 / 2**32,
            "lfo.rate": 0.05 + 0.01 * v,
            "vcf.cutoff": 200.0 + 40.0 * v,
            "pan.pan": v % 8 / 7,
            "env.gate": 1.0,
        }
        for name, value in values.items():
            rows += program.set_parameter(name, value, 0, v)
        rows += program.trigger(v, 0)
    if end is not None:
        rows += program.set_parameter("env.gate", 0.0, end)
    return Schedule(rows)
