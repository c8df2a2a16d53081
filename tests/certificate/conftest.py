"""Nights that are certified once and asked about by several tests."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

START_S, SECONDS = 1200, 280
"""Two windows."""


@dataclass(frozen=True)
class Certified:
    """What the command line said and wrote."""

    status: int
    out: str
    err: str
    json: Path
    html: Path

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.json.read_text(encoding="utf-8"))

    def row(self, name: str) -> dict[str, Any]:
        return next(row for row in self.data["rows"] if row["name"] == name)


def certified(folder: Path, cache_home: Path, *words: str) -> Certified:
    """Run `auralis certify` in a process of its own, both reports wanted."""
    reports = folder / "night.json", folder / "night.html"
    command = [sys.executable, "-m", "auralis", "certify", *words]
    command += [word for report in reports for word in ("--report", str(report))]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache_home), "COLUMNS": "160"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=240)
    return Certified(done.returncode, done.stdout, done.stderr, *reports)


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory, cache_home: Path) -> Certified:
    """Certify some minutes of sleep, in the midst of it."""
    folder = tmp_path_factory.mktemp("night")
    words = ("--preset", "sleep", "--seed", "7", "--start", str(START_S), "--duration", str(SECONDS))
    return certified(folder, cache_home, *words)
