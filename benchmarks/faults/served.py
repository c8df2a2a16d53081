"""`auralis serve` under a fault: its processes, and how it is started again."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx
from benchmarks.broadcast.fanout import cpu_seconds
from benchmarks.broadcast.ports import free_port
from benchmarks.broadcast.running import ROOT
from benchmarks.startup import children

_PATIENCE_S: Final = 60
_QUIET_S: Final = 0.5
_SETTINGS: Final = {
    "AURALIS_RENDER_PROCESSES": "1",
    "AURALIS_RATE_LIMIT": "1000000/minute",
    "AURALIS_CONNECTION_RATE_LIMIT": "1000000/minute",
}


class Served:
    """A server on one port and one data folder, through any number of starts. What it logs is in `log`."""

    def __init__(self, folder: Path, prefix: Sequence[str], settings: Mapping[str, str]) -> None:
        self.port = free_port()
        self.data = folder / "data"
        self.log = folder / "log"
        self.data.mkdir(exist_ok=True)
        self._prefix = [word.format(data=self.data) for word in prefix]
        self._settings = {name: value.format(data=self.data) for name, value in settings.items()}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Its process."""
        if self._process is None:
            raise ChildProcessError("the server was not started")
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def worker(self) -> int:
        """The process that renders: it shares the stations' memory."""
        return max(children(self.pid), key=_shared)

    @property
    def spare(self) -> int:
        """The process in reserve."""
        return min(children(self.pid), key=_shared)

    async def start(self) -> None:
        """Start it, and wait until it plays."""
        words = ("-m", "auralis", "serve", "--port", str(self.port), "--seed", "7")
        command = [*self._prefix, sys.executable, *words]
        environment = {**os.environ, **_SETTINGS, "AURALIS_DATA_DIR": str(self.data), **self._settings}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT, env=environment)
        async with httpx.AsyncClient(base_url=self.url) as http, asyncio.timeout(_PATIENCE_S):
            while not await _ready(http):
                if not self.alive:
                    raise ChildProcessError(self.log.read_text())
                await asyncio.sleep(0.05)

    async def settle(self) -> None:
        """Wait until there is a spare that has loaded everything."""
        spent = -1.0
        async with asyncio.timeout(_PATIENCE_S):
            while len(children(self.pid)) < 2 or cpu_seconds(self.spare) != spent:
                if len(children(self.pid)) > 1:
                    spent = cpu_seconds(self.spare)
                await asyncio.sleep(_QUIET_S)

    def send(self, number: signal.Signals, pid: int | None = None) -> None:
        """Send a signal to it, or to one of its processes."""
        os.kill(self.pid if pid is None else pid, number)

    def end(self) -> None:
        """Have it leave, or wait until it is gone."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_PATIENCE_S)
            self._process = None

    def gone(self) -> None:
        """Wait until it is gone, as after a signal that ends it."""
        if self._process is not None:
            self._process.wait(_PATIENCE_S)
            self._process = None


async def _ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/api/v1/ready")).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _shared(pid: int) -> int:
    """Return how many pieces of shared memory a process holds."""
    try:
        return sum("memfd" in str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return -1
