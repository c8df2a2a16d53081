"""`python -m benchmarks`: speed and memory, one benchmark after another, the renderers pinned to one core.

Compare ratios within one run: machines are shared, and their speed drifts. `python -m benchmarks.music`
measures the music itself.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent


def plan() -> list[tuple[str, Sequence[str]]]:
    """Return the scripts to run with their arguments; a peer that is not installed is named."""
    peer = shutil.which("scsynth") and importlib.util.find_spec("supriya")
    if not peer:
        print("SuperCollider is left out: apt install supercollider-server, pip install 'auralis[bench]'\n")
    first = "supercollider.py" if peer else "pad32.py"
    return [
        (first, ()),
        ("pad32.py", ("--block", "64")),
        ("kit.py", ("--seconds", "120")),
        ("composition.py", ()),
        ("startup.py", ()),
    ]


def main() -> int:
    """Run them all; return 1 if any failed."""
    cores = sorted(os.sched_getaffinity(0))
    failed = 0
    for script, arguments in plan():
        print(f"== {script} {' '.join(arguments)}", flush=True)
        os.sched_setaffinity(0, set(cores) if script == "startup.py" else {cores[-1]})
        failed |= subprocess.run([sys.executable, FOLDER / script, *arguments], check=False).returncode
        print(flush=True)
    return int(failed != 0)


if __name__ == "__main__":
    sys.exit(main())
