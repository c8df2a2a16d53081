"""A render worker as the server sees it: a process, the socket to it, and its pulse."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec
import structlog

from auralis.station.link import Link
from auralis.station.messages import Command, Failed, Progress, Refused, Report, StationReport, Stop, Warm
from auralis.station.paragraphs import paragraphs
from auralis.station.pulse import Pulse
from auralis.streaming.source import SourceGone

_STOP_S: Final = 5.0
_LAST_WORDS_S: Final = 1.0
_STATE, _USER_TICKS, _SYSTEM_TICKS = 0, 11, 12
_TICKS: Final = os.sysconf("SC_CLK_TCK")


class RenderProcess:
    """Starts a worker; it is `warm` once it has loaded its kits, and `gone` for certain at the end.

    `tell` is called with lines for the person who waits, `hear` with what it reports of its stations.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self.hear: Callable[[StationReport], None] = lambda _: None
        self.cost = 0.0
        self.failure = "the render worker is gone"
        self.gone = asyncio.Event()
        self._warm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pulse = Pulse.new()
        self._turns = self._station = 0
        self._ending: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def turns(self) -> int:
        """How many turns its loop has made."""
        return self._turns if self.gone.is_set() else self._pulse.turns

    @property
    def station(self) -> int:
        """The number of the station that it is at, or was at when it ended; 0 for none."""
        return self._station if self.gone.is_set() else self._pulse.station

    async def start(
        self,
        kernels: Path,
        lead: float,
        fonts: Sequence[str],
        kits: Iterable[tuple[str, int]],
        *,
        beside: bool,
    ) -> None:
        """Start it, at low priority where others play already `beside` it."""
        ours, theirs = socket.socketpair()
        config = {
            "kernels": str(kernels),
            "lead": lead,
            "fonts": list(fonts),
            "kits": list(kits),
            "beside": beside,
            "pulse_fd": self._pulse.fileno(),
            "socket_fd": theirs.fileno(),
        }
        command = [sys.executable, "-m", "auralis.station.worker", msgspec.json.encode(config).decode()]
        handed = (self._pulse.fileno(), theirs.fileno())
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                *command, pass_fds=handed, stderr=asyncio.subprocess.PIPE
            )
        self._last_words = asyncio.create_task(self._hear_out(self._process.stderr))
        self._link = Link(ours, self._heard, self._ended)

    @property
    def is_warm(self) -> bool:
        """Whether its kits are loaded."""
        return self._warm.done() and self._warm.exception() is None

    async def warm(self) -> None:
        """Wait until its kits are loaded; raises `SourceGone` if it ends before."""
        await asyncio.shield(self._warm)

    def send(self, command: Command, descriptors: Sequence[int] = ()) -> None:
        """Send it a command."""
        self._link.send(command, descriptors)

    def kill(self) -> None:
        """End it at once, stopped or not."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def stop(self) -> None:
        """Let it finish its chunk and end; kill it if it does not, or has not begun to play."""
        self.send(Stop())
        if not self.is_warm:
            self.kill()
        try:
            await asyncio.wait_for(self.gone.wait(), _STOP_S)
        except TimeoutError:
            self.kill()
            await self.gone.wait()

    def strain(self) -> tuple[str, float]:
        """Return its state in the kernel's letters (T is stopped, R wants to run) and its CPU seconds."""
        try:
            text = Path(f"/proc/{self.pid}/stat").read_text()
        except OSError:
            return "X", 0.0
        fields = text.rpartition(")")[2].split()
        ticks = int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS])
        return fields[_STATE], ticks / _TICKS

    def _heard(self, report: Report) -> None:
        match report:
            case Warm(cost=cost):
                self.cost = cost
                if not self._warm.done():
                    self._warm.set_result(None)
            case Progress(line=line):
                self._tell(line)
            case Refused(station="", field=field, value=value, allowed=allowed):
                self._tell(f"{field}: {value!r}; allowed is {allowed}")
            case Failed(station="", message=message):
                self.failure = message
            case _:
                self.hear(report)

    async def _hear_out(self, stderr: asyncio.StreamReader | None) -> None:
        """Log what it says on standard error: the traceback of what ended it, a library's complaint."""
        if stderr is not None:
            async for said in paragraphs(stderr):
                structlog.get_logger("auralis.station").error("worker_said", pid=self.pid, said=said)

    def _ended(self) -> None:
        self._ending = asyncio.get_running_loop().create_task(self._end())

    async def _end(self) -> None:
        """Make sure that it is gone before anybody else writes where it wrote."""
        self.kill()
        await self._process.wait()
        self._turns, self._station = self._pulse.turns, self._pulse.station
        self._pulse.close()
        if not self._warm.done():
            self._warm.set_exception(SourceGone(self.failure))
            self._warm.exception()
        self.gone.set()
        await asyncio.wait((self._last_words,), timeout=_LAST_WORDS_S)
        self._last_words.cancel()
