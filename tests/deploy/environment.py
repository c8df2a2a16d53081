"""A fresh virtual environment beside this one: the same dependencies, none of this checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

UV = shutil.which("uv")


def run(command: list[str | Path], **variables: str) -> None:
    """Run a program that must succeed."""
    environment = {**os.environ, **variables}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def lend_dependencies(folder: Path) -> None:
    """Let an environment import what this one has installed; an editable Auralis does not come along."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own = folder / "lib" / version / "site-packages"
    (own / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")


def environment_with(wheel: Path, folder: Path) -> Path:
    """Return the folder of a new environment's programs; the wheel is installed in it, and nothing else."""
    python = folder / "bin" / "python"
    if UV:
        run([UV, "venv", "--quiet", "--python", sys.executable, folder])
        run([UV, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", python, wheel])
    else:
        run([sys.executable, "-m", "venv", folder])
        run([python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel])
    lend_dependencies(folder)
    return folder / "bin"
