"""How long a server takes to be ready with warm kernels, and what it and its processes weigh.

    python benchmarks/startup.py

Linux only: reads resident memory from /proc.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

SETTLING_S = 4
"""Until the spare is warm as well."""


def resident_mb(pid: int) -> float:
    """Return a process's resident memory in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def start() -> tuple[float, ...]:
    """Return seconds until the server says it is ready; then the MiB of server, worker and spare."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "auralis", "serve", "--port", "0", "--seed", "1"]
    with (
        tempfile.TemporaryDirectory() as data,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "AURALIS_DATA_DIR": data},
        ) as server,
    ):
        assert server.stdout is not None
        said = server.stdout.readline().split()
        if not said:
            raise ChildProcessError("auralis serve ended before it said where it plays")
        url = said[-1]
        while httpx.get(f"{url}api/v1/ready").status_code != 200:
            time.sleep(0.01)
        ready = time.perf_counter() - begun
        time.sleep(SETTLING_S)
        worker, spare = sorted(map(resident_mb, children(server.pid)), reverse=True)
        weight = resident_mb(server.pid)
        server.terminate()
        server.communicate()
    return ready, weight, worker, spare


def medians(runs: int) -> tuple[float, ...]:
    """Return the medians of so many starts, after a first one that warms the caches."""
    starts = [start() for _ in range(1 + runs)][1:]
    return tuple(statistics.median(column) for column in zip(*starts, strict=True))


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description="Start and memory of a server")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    ready, server, worker, spare = medians(runs)
    print(f"ready in {ready:.2f} s (median of {runs}, kernels cached)")
    print(f"resident: server {server:.0f} + worker {worker:.0f} + spare {spare:.0f} MiB")


if __name__ == "__main__":
    main()
