"""Prints the hash of the common work: run in processes of their own, for other processors."""

import sys
from pathlib import Path

from auralis.engine.compiler.kernels import Kernels
from tests.engine.pads import PAD, RATE, START, digest, play

if __name__ == "__main__":
    reports = []
    program = Kernels(Path(sys.argv[1]), reports.append).program(PAD, RATE)
    sys.stdout.write(f"{digest(play(program, program.instance(START), 1_000))} {reports[0].cached}\n")
