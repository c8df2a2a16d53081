"""Every module makes the sound of its golden hash, whatever the processor's vectors."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.module_suite import GOLDEN

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("processor", ["x86-64", pytest.param("x86-64-v3", marks=pytest.mark.bands)])
def test_every_processor_makes_the_same_sounds(kernel_folder: Path, processor: str) -> None:
    kind = {"NUMBA_CPU_NAME": processor, "NUMBA_CPU_FEATURES": ""}
    command = [sys.executable, "-m", "tests.contracts.module_digests", kernel_folder]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **kind}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["processor"] == processor
    golden = json.loads(GOLDEN.read_text())
    assert report["digests"].keys() == golden.keys()
    assert [n for n, found in report["digests"].items() if set(found) != {golden[n]}] == []
