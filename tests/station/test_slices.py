"""Any slice of a long night with many changes: one sound, however it is come by."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.export.sound.plan import Plan, Take
from auralis.export.sound.source import stints
from auralis.station.kits import Kits
from auralis.station.offline import render
from tests.station.slices import BLOCKS, RATE, Slices

ROOT = Path(__file__).parents[2]
TEN_MINUTES = (600, 40, 20)
A_NIGHT = (8 * 3600, 500, 200)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(TEN_MINUTES, id="ten minutes"),
        pytest.param(A_NIGHT, id="a night", marks=[pytest.mark.bands, pytest.mark.timeout(7200)]),
    ],
)
def size(request: pytest.FixtureRequest) -> tuple[int, int, int]:
    found: tuple[int, int, int] = request.param
    return found


@pytest.fixture(scope="module")
def slices(size: tuple[int, int, int]) -> Slices:
    return Slices.drawn(*size)


@pytest.fixture(scope="module")
def from_zero(slices: Slices, kernels: Kernels) -> list[str]:
    """Return the slices' hashes as they pass by in one render from the beginning."""
    sound = render(slices.recipe, kernels, 0, slices.seconds * RATE)
    return slices.within(to_pcm(block).tobytes() for block in sound)


def test_the_slices_are_of_many_sounds(slices: Slices, from_zero: list[str]) -> None:
    assert len(set(from_zero)) == len(slices.spans)
    assert len({str(c.set) for c in slices.recipe.changes}) > len(slices.recipe.changes) // 2


def test_from_their_own_segments_in_blocks_of_any_size(
    slices: Slices, from_zero: list[str], kernels: Kernels
) -> None:
    for sizes in [(n,) for n in BLOCKS] if slices.seconds > 3600 else [BLOCKS]:
        assert slices.from_their_segments(kernels, *sizes) == from_zero


def test_rendered_in_parallel(slices: Slices, from_zero: list[str], kernel_folder: Path) -> None:
    take = Take(slices.recipe, 0, slices.seconds * RATE, 22_050, False, (), kernel_folder)
    found = stints(Plan(take, (), hashed=True), Kernels(kernel_folder), Kits(slices.recipe), 0, jobs=2)
    assert slices.within(stint.wire for stint in found) == from_zero


def test_on_the_oldest_processor(
    size: tuple[int, int, int], from_zero: list[str], kernel_folder: Path
) -> None:
    step = 1 if size == A_NIGHT else 4
    command = [sys.executable, "-m", "tests.station.slices", kernel_folder, *map(str, (*size, step))]
    oldest = {**os.environ, "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
    done = subprocess.run(command, cwd=ROOT, env=oldest, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == from_zero[::step]


def test_a_moment_late_in_the_night_needs_little_work(kernels: Kernels) -> None:
    """CPU time, since others may use the machine: two seconds for a cold start, and much less after it."""
    night = Slices.drawn(*A_NIGHT)
    kits = Kits(night.recipe)
    kits.ready(kernels, RATE)
    begun = time.process_time()
    next(render(night.recipe, kernels, 479 * 60 * RATE, RATE, RATE, kits))
    assert time.process_time() - begun < 2
