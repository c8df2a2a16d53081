"""Renders in processes of their own, and in this one as far as they are let."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

FIVE_MINUTES = 300


def begun(*words: str, cache: Path, largest: int | None = None) -> "subprocess.Popen[str]":
    """Start a render as from a keyboard: in a group of its own, its files at most `largest` bytes."""

    def limit() -> None:
        os.setpgid(0, 0)
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.Popen(
        [sys.executable, "-m", "auralis", "render", *words],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,  # noqa: PLW1509 -- no other thread runs here
    )


def grown(path: Path, size: int, running: "subprocess.Popen[str]") -> None:
    """Wait until a file is larger than so many bytes."""
    end = time.monotonic() + FIVE_MINUTES
    while not path.exists() or path.stat().st_size <= size:
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < end
        time.sleep(0.001)


def note(path: Path) -> Any:
    """Return what is noted beside the part of a file."""
    return json.loads(path.with_name(f"{path.name}.part.json").read_text())


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    return [
        int(child)
        for thread in Path(f"/proc/{pid}/task").iterdir()
        for child in (thread / "children").read_text().split()
    ]


def gone(pid: int) -> bool:
    """Return whether a process has ended, or waits for nothing but to be noticed."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def until_gone(pids: list[int]) -> None:
    """Wait until processes have ended."""
    end = time.monotonic() + FIVE_MINUTES
    while not all(gone(pid) for pid in pids):
        assert time.monotonic() < end
        time.sleep(0.01)
