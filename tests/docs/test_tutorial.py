"""The tutorial on modules, done by a reader who types what it says into a copy of the project."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.docs.tutorial import Tutorial, read_tutorial

ROOT = Path(__file__).parents[2]
MODULE = "src/auralis/engine/modules/tremolo.py"


@pytest.fixture(scope="module")
def tutorial() -> Tutorial:
    return read_tutorial(ROOT / "docs" / "writing-a-module.md")


@pytest.fixture(scope="module")
def desk(tutorial: Tutorial, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project with the tutorial's files written into it."""
    desk = tmp_path_factory.mktemp("desk")
    for folder in ("src", "tests"):
        shutil.copytree(ROOT / folder, desk / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", desk)
    for name, text in tutorial.files.items():
        (desk / name).write_text(text, encoding="utf-8")
    return desk


@pytest.fixture(scope="module")
def outputs(tutorial: Tutorial, desk: Path, cache_home: Path) -> dict[str, str]:
    """Return what each command of the tutorial prints."""
    tools = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": f"{tools}:{os.environ['PATH']}",
        "PYTHONPATH": str(desk / "src"),
        "XDG_CACHE_HOME": str(cache_home),
    }
    printed = {}
    for command in tutorial.commands:
        done = subprocess.run(
            ["bash", "-c", command], cwd=desk, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        printed[command] = done.stdout
    return printed


def test_the_module_is_one_short_file(tutorial: Tutorial) -> None:
    lines = [line for line in tutorial.files[MODULE].splitlines() if line.strip()]
    assert len(lines) < 30
    assert not (ROOT / MODULE).exists(), "the tutorial builds what is not there yet"


def test_every_command_works(outputs: dict[str, str], tutorial: Tutorial) -> None:
    assert list(outputs) == tutorial.commands
    shown, checked, _rendered, analysed, tested = outputs.values()
    assert "How often the level swings" in " ".join(shown.split())
    assert checked.startswith("ok: wobble")
    assert "LUFS" in analysed
    assert "passed" in tested


def test_the_patch_trembles(outputs: dict[str, str], desk: Path) -> None:
    """The level of the sustained notes swings five times a second, and by half."""
    sound, rate = soundfile.read(desk / "wobble.wav")
    assert outputs
    held = np.square(sound[rate // 2 : 5 * rate // 2]).sum(axis=1).reshape(-1, 441).mean(axis=1) ** 0.5
    swing = np.abs(np.fft.rfft(held - held.mean()))
    assert swing.argmax() == 10, "five swings a second, in two seconds"
    assert held.min() / held.max() == pytest.approx(0.5, abs=0.05)
