"""The kit gives the same bits whatever the processor's vectors."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

PROGRAM = """
import hashlib, sys
from pathlib import Path
from tests.engine.kit.kit_playing import RATE, ensemble, render, score
from auralis.engine import Kernels, Master, load_kit
kit, kernels = load_kit("auralis"), Kernels(Path(sys.argv[1]))
player = ensemble(kit, kernels, 12345)
player.schedule(score(3.0, 12345), [])
sound = render(player, 4 * RATE, master=Master(kit, kernels, RATE, 12345))
print(hashlib.sha256(sound.tobytes()).hexdigest())
"""


def sound_on(processor: str, folder: Path) -> str:
    """Return the hash of the kit's sound on a kind of processor, in a process of its own."""
    kind = {"NUMBA_CPU_NAME": processor, "NUMBA_CPU_FEATURES": ""} if processor else {}
    environment = {**os.environ, **kind, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("processor", ["generic", "x86-64-v3"])
def test_every_processor_makes_the_same_sound(kernel_folder: Path, processor: str) -> None:
    assert sound_on(processor, kernel_folder) == sound_on("", kernel_folder)
