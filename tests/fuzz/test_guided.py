"""Decoders under atheris: inputs that are led by what code they reach."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzz.decoder import Decoder
from tests.fuzz.decoders import DECODERS

ROOT = Path(__file__).parents[2]
RUNS = int(os.environ.get("AURALIS_FUZZ_INPUTS", "100000")) // 20

pytestmark = [
    pytest.mark.fuzz,
    pytest.mark.skipif(find_spec("atheris") is None, reason="there is no atheris for this Python"),
]


@pytest.mark.parametrize("decoder", DECODERS, ids=lambda d: d.name)
def test_no_input_that_is_led_by_coverage_breaks_it(decoder: Decoder, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz.guided", decoder.name, str(RUNS), str(tmp_path)]
    found = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr[-4000:]
    assert "DONE" in found.stderr
