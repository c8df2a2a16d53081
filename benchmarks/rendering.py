"""How fast a patch renders, and what it sounds like: its factor and its hash."""

import hashlib
import statistics

import numpy as np
from benchmarks.cpu import cpu

from auralis.app.bench.patch_run import PatchRun
from auralis.app.bench.subject import Begin


def spent(begin: Begin) -> float:
    """Return the CPU seconds of one round."""
    work = begin()
    begun = cpu()
    work()
    return cpu() - begun


def print_factor(run: PatchRun, seconds: int, renders: int) -> None:
    """Print the real-time factor of a run's first seconds, median and best, its peak and its SHA-256."""
    frames = seconds * run.program.sample_rate
    begin = run.rounds(0, frames)
    used = [spent(begin) for _ in range(renders + 1)][1:]
    sound = run.sound(frames)
    digest = hashlib.sha256(sound.tobytes()).hexdigest()[:16]
    print(
        f"{run.program.patch.name} block={run.block} RTF={seconds / statistics.median(used):.0f} "
        f"best={seconds / min(used):.0f} peak={np.abs(sound).max():.3f} sha256={digest}"
    )
