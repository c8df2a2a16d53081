"""PAD32, the yardstick: 32 voices of two saws, filter and envelope, then chorus and reverb, for 60 s.

    python -m benchmarks.pad32 [--block 4410] [--voices 32] [--renders 7] [--rate 44100]

Prints the real-time factor (seconds of audio a second of CPU: median and best) and the hash of the sound.
Pin it to one core (`taskset -c 1`) for figures. `benchmarks.yardsticks` has it beside other engines.
"""

import argparse

from benchmarks.rendering import print_factor
from platformdirs import user_cache_path

from auralis.app.bench.pad32 import PAD32, VOICES, pad32_notes
from auralis.app.bench.patch_run import PatchRun
from auralis.engine import Kernels

SECONDS = 60
GATE = 55


def pad32(kernels: Kernels, rate: int, block: int = 4410, voices: int = VOICES) -> PatchRun:
    """Return PAD32 from its birth: all voices begin at frame 0 and are released after 55 s."""
    program = kernels.program(PAD32, rate)
    return PatchRun(program, pad32_notes(program, voices, GATE * rate), block=block)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="PAD32's real-time factor")
    parser.add_argument("--block", type=int, default=4410)
    parser.add_argument("--voices", type=int, default=VOICES)
    parser.add_argument("--renders", type=int, default=7)
    parser.add_argument("--rate", type=int, default=44100)
    chosen = parser.parse_args()
    cached = Kernels(user_cache_path("auralis") / "kernels")
    print_factor(pad32(cached, chosen.rate, chosen.block, chosen.voices), SECONDS, chosen.renders)
