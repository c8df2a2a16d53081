"""FMAMB, the second yardstick: 16 FM voices, ladder, noise, echo, feedback, reverb and limiter, for 60 s.

    python -m benchmarks.fmamb [--block 4410] [--renders 7] [--rate 44100]

Prints the real-time factor (seconds of audio a second of CPU: median and best) and the hash of the sound.
Pin it to one core (`taskset -c 1`) for figures.
"""

import argparse

from benchmarks.rendering import print_factor
from platformdirs import user_cache_path

from auralis.app.bench.fmamb import FMAMB, fmamb_notes
from auralis.app.bench.patch_run import PatchRun
from auralis.engine import Kernels

SECONDS = 60


def fmamb(kernels: Kernels, rate: int, block: int = 4410) -> PatchRun:
    """Return FMAMB from its birth: a note every quarter of a second."""
    program = kernels.program(FMAMB, rate)
    return PatchRun(program, fmamb_notes(program, SECONDS * rate), block=block)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="FMAMB's real-time factor")
    parser.add_argument("--block", type=int, default=4410)
    parser.add_argument("--renders", type=int, default=7)
    parser.add_argument("--rate", type=int, default=44100)
    chosen = parser.parse_args()
    cached = Kernels(user_cache_path("auralis") / "kernels")
    print_factor(fmamb(cached, chosen.rate, chosen.block), SECONDS, chosen.renders)
