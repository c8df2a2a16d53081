"""The unit, as systemd's own tools judge it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[2] / "deploy" / "systemd" / "auralis.service"
MOST_EXPOSED = 2.0
"""Of 10, which is a service without any protection; below 2 systemd calls it OK, as few services are."""


def analyse(*words: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze is missing: scripts/test-tools installs it"
    environment = {**os.environ, "SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": ""}
    return subprocess.run([program, *words], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Name the unit as it would be installed where this environment is."""
    placed = tmp_path / UNIT.name
    program = Path(sys.executable).with_name("auralis")
    placed.write_text(UNIT.read_text().replace("/opt/auralis/bin/auralis", str(program)))
    return placed


def test_every_line_is_understood(unit: Path) -> None:
    judged = analyse("verify", "--man=no", "--recursive-errors=no", unit)
    assert (judged.returncode, judged.stderr) == (0, "")


def test_a_line_that_is_not_understood_would_be_noticed(unit: Path) -> None:
    unit.write_text(unit.read_text() + "\n[Service]\nProtectEverything=yes\n")
    assert "ProtectEverything" in analyse("verify", "--man=no", "--recursive-errors=no", unit).stderr


def test_it_is_exposed_as_little_as_a_service_can_be_that_compiles(unit: Path) -> None:
    judged = analyse("security", "--offline=true", "--no-pager", unit)
    found = re.search(r"Overall exposure level for auralis\.service: ([\d.]+)", judged.stdout)
    assert found, judged.stdout + judged.stderr
    assert float(found[1]) < MOST_EXPOSED, judged.stdout


NO_EXECUTION = """
import ctypes
guard = ctypes.CDLL(None).prctl(65, 1, 0, 0, 0)
try:
    import numba
    print("loaded", guard)
except OSError as error:
    print("refused", guard)
"""


def test_kernels_may_be_made_executable_for_without_it_there_are_none() -> None:
    lines = UNIT.read_text().splitlines()
    assert "MemoryDenyWriteExecute=no" in lines
    done = subprocess.run(
        [sys.executable, "-c", NO_EXECUTION], capture_output=True, text=True, check=True, timeout=60
    )
    outcome, guard = done.stdout.split()
    assert outcome == ("refused" if guard == "0" else "loaded"), "0: this Linux knows PR_SET_MDWE"


def test_a_reload_is_a_hangup() -> None:
    assert "ExecReload=/bin/kill -HUP $MAINPID" in UNIT.read_text().splitlines()
