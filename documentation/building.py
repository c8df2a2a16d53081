"""From documents and code to a folder of HTML."""

import shutil
import subprocess
import sys
from pathlib import Path

from documentation.staging import stage

ROOT = Path(__file__).parents[1]
STAGED = ROOT / "build" / "documentation"
_CONFIGURATION = Path(__file__).with_name("zensical.toml")


def build(folder: Path, staged: Path = STAGED) -> None:
    """Write the site into a folder, which is replaced; `staged` takes what it is made from.

    Raises `CalledProcessError` for a link that leads nowhere, after the generator has named it, and
    `FileNotFoundError` where the npm package that draws diagrams is not installed.
    """
    shutil.rmtree(staged, ignore_errors=True)
    stage(ROOT, staged / "docs")
    shutil.copy(_CONFIGURATION, staged)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    subprocess.run(command, cwd=staged, check=True)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(staged / "site", folder)
