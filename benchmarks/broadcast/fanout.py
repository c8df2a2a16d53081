"""What a thousand listeners cost a server's process: one packet of 128 kbit/s, ten times a second."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")


class Load(NamedTuple):
    """CPU seconds a second, in per cent, of the server; and bytes a second to the listener that got least."""

    cpu_percent: float
    bytes_a_second: float


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds, user and system, that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def loaded(pid: int, port: int, request: str, listeners: int, seconds: float) -> Load:
    """Let so many listen to a server for some seconds."""
    command = [sys.executable, "-m", "benchmarks.broadcast.load", str(port), str(listeners)]
    with subprocess.Popen(
        [*command, str(seconds), request], stdout=subprocess.PIPE, text=True, cwd=_ROOT
    ) as load:
        assert load.stdout is not None
        if load.stdout.readline().strip() != "listening":
            raise ChildProcessError("the listeners were not taken")
        before = cpu_seconds(pid)
        got = json.loads(load.stdout.readline())
        used = cpu_seconds(pid) - before
    return Load(100 * used / seconds, got["least"] / seconds)
