"""Schemathesis against the OpenAPI document: no 500, and no answer that the document does not know.

That something the document allows may still be refused is left out: settings depend on each other, and JSON
Schema can't say how.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.serving_fakes import serving_fakes

LEFT_OUT = "positive_data_acceptance,unsupported_method"
EXAMPLES = int(os.environ.get("AURALIS_FUZZ_EXAMPLES", "100"))


def run(folder: Path, *words: str) -> None:
    with serving_fakes(folder) as url:
        command = [sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json", "--no-color"]
        command += ["--seed", "7", "--generation-database", ":memory:", "--exclude-checks", LEFT_OUT, *words]
        found = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    assert found.returncode == 0, found.stdout + found.stderr
    tried = re.search(r"(\d+) generated, (\d+) passed", found.stdout)
    assert tried is not None
    assert tried[1] == tried[2]


def test_every_route_keeps_to_its_document(tmp_path: Path) -> None:
    run(tmp_path, "--phases", "examples,fuzzing", "--max-examples", "3")


@pytest.mark.fuzz
def test_every_route_keeps_to_its_document_at_length(tmp_path: Path) -> None:
    run(tmp_path, "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", str(EXAMPLES))
