"""PAD32, the yardstick: 32 voices of two saws, filter and envelope, then chorus and reverb, for 60 s.

    python benchmarks/pad32.py [--block 4410] [--renders 7] [--rate 44100]

Prints the real-time factor (seconds of audio a second of CPU: median and best) and the hash of the sound.
Pin it to one core (`taskset -c 1`) for figures. `supercollider.py` runs the peer on the same work.
"""

import argparse
import hashlib
import resource
import statistics

import numpy as np
from platformdirs import user_cache_path

from auralis.engine.events import Schedule
from auralis.engine.instance import Instance
from auralis.engine.kernels import CompileReport, Kernels
from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.program import Program
from auralis.engine.tuning import hertz

VOICES = 32
SECONDS = 60
GATE = 55.0
PITCHES = [base + step for step in (0, 12, 0, 12) for base in (36, 43, 48, 52, 55, 59, 62, 64)]
FREQS = [hertz(p) * (1 + 0.0007 * (v - 16) / 16) for v, p in enumerate(PITCHES)]

PAD32 = Patch(
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


def notes(program: Program) -> Schedule:
    """Return the events: all voices begin at frame 0 and are released after 55 s."""
    rows = []
    for v in range(VOICES):
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
    return Schedule([*rows, *program.set_parameter("env.gate", 0.0, int(GATE * program.sample_rate))])


def render(instance: Instance, events: Schedule, frames: int, block: int) -> np.ndarray:
    """Return a stereo render, made in blocks."""
    silence = np.zeros((0, block), np.float32)
    out = np.zeros((2, frames), np.float32)
    for first in range(0, frames, block):
        last = min(first + block, frames)
        y = out[:, first:last]
        instance.process(events.between(first, last), silence[:, : last - first], y)
    return out


def cpu(who: int = resource.RUSAGE_SELF) -> float:
    """Return CPU seconds used, user and system."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def report(compiled: CompileReport) -> None:
    """Print how a kernel came to be."""
    how = "loaded" if compiled.cached else f"compiled in {compiled.seconds:.2f} s"
    print(f"{compiled.patch}: {how}")


def measure(block: int, renders: int, rate: int) -> float:
    """Print and return PAD32's real-time factor."""
    kernels = Kernels(user_cache_path("auralis") / "kernels", report)
    program = kernels.program(PAD32, rate)
    events, used = notes(program), []
    for _ in range(renders):
        begun = cpu()
        out = render(program.instance(0), events, SECONDS * rate, block)
        used.append(cpu() - begun)
    digest = hashlib.sha256(out.tobytes()).hexdigest()[:16]
    factor = SECONDS / statistics.median(used)
    print(
        f"pad32 block={block} RTF={factor:.0f} best={SECONDS / min(used):.0f} "
        f"peak={np.abs(out).max():.3f} sha256={digest}"
    )
    return factor


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="PAD32's real-time factor")
    parser.add_argument("--block", type=int, default=4410)
    parser.add_argument("--renders", type=int, default=7)
    parser.add_argument("--rate", type=int, default=44100)
    arguments = parser.parse_args()
    measure(arguments.block, arguments.renders, arguments.rate)
