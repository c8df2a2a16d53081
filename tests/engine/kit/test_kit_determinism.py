"""The kit gives the same bits, fresh or cached, whatever the processor's vectors."""

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
reports = []
kit, kernels = load_kit("auralis"), Kernels(Path(sys.argv[1]), reports.append)
player = ensemble(kit, kernels, 12345)
player.schedule(score(3.0, 12345), [])
sound = render(player, 4 * RATE, master=Master(kit, kernels, RATE, 12345))
print(hashlib.sha256(sound.tobytes()).hexdigest(), sum(r.cached for r in reports), len(reports))
"""


@pytest.fixture(scope="module")
def here(kernel_folder: Path) -> tuple[str, int, int]:
    return sound_on("", kernel_folder)


def sound_on(processor: str, folder: Path) -> tuple[str, int, int]:
    """Return the hash of the kit's sound, how many kernels were cached, and how many there are.

    It is made on a kind of processor, in a process of its own; "" is this processor.
    """
    kind = {"NUMBA_CPU_NAME": processor, "NUMBA_CPU_FEATURES": ""} if processor else {}
    environment = {**os.environ, **kind, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    digest, cached, count = done.stdout.split()
    return digest, int(cached), int(count)


def test_kernels_compiled_once_are_loaded_and_make_the_same_sound(
    here: tuple[str, int, int], kernel_folder: Path
) -> None:
    digest, _, count = here
    assert sound_on("", kernel_folder) == (digest, count, count)


@pytest.mark.parametrize(
    "processor", ["x86-64", *(pytest.param(p, marks=pytest.mark.bands) for p in ("generic", "x86-64-v3"))]
)
def test_every_processor_makes_the_same_sound(
    here: tuple[str, int, int], kernel_folder: Path, processor: str
) -> None:
    assert sound_on(processor, kernel_folder)[0] == here[0]
