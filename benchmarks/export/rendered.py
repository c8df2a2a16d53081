"""One render in processes of its own: how long it took, what it cost, how much memory it held."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cpu import cpu

EVERY_S = 0.1


@dataclass(frozen=True)
class Rendered:
    """Seconds of music, by the clock, and of all cores; the most MiB held at once; MB of the file."""

    music: float
    wall: float
    cores: float
    mib: float
    megabytes: float


def rendered(form: str, seconds: float, jobs: int, *words: str) -> Rendered:
    """Render `seconds` of focus into a file of a form, and forget it; `--stems` comes last, bare."""
    with tempfile.TemporaryDirectory(prefix="auralis-bench-") as folder:
        out = Path(folder) / f"x.{form}"
        command = [sys.executable, "-m", "auralis", "render", str(out), "--seed", "7"]
        command += ["--duration", f"{seconds:g}", "--jobs", str(jobs), *words]
        command += [f"{folder}/stems"] if "--stems" in words else []
        before, begun = cpu(resource.RUSAGE_CHILDREN), time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            most = 0.0
            while running.poll() is None:
                most = max(most, sum(map(_mib, _family(running.pid))))
                time.sleep(EVERY_S)
        if running.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {running.returncode}")
        wall, cores = time.monotonic() - begun, cpu(resource.RUSAGE_CHILDREN) - before
        return Rendered(seconds, wall, cores, most, out.stat().st_size / 1e6)


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all it has started."""
    yield pid
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(c) for t in threads for c in (t / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _family(child)


def _mib(pid: int) -> float:
    """Return the memory that a process holds; what it shares with others is counted in each."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Rss:")), 0.0)
