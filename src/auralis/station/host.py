"""The host: the server's side of a render worker."""

import asyncio
import contextlib
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
import structlog

from auralis.composition import normalise
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Change, Recipe, check_boundary, parse
from auralis.station.messages import (
    START,
    Applied,
    Control,
    Failed,
    Inbox,
    Progress,
    Ready,
    Refused,
    Rendered,
    Report,
    Stop,
    Troubled,
    Update,
    pack,
)
from auralis.station.shared_ring import SharedRing
from auralis.streaming.source import SourceGone

_READ = 1 << 16
_STOP_S = 5.0


class Host:
    """Starts a worker for one station, passes changes to it and hands on what it reports.

    Implements `streaming.source.Source`. The ring is anonymous shared memory: it is gone when both
    processes are, however they end.
    """

    def __init__(
        self,
        name: str,
        recipe: Recipe,
        kernels: Path,
        lead: float,
        seconds: float,
        tell: Callable[[str], None],
        fonts: Sequence[Path] = (),
    ) -> None:
        self.name = name
        self.sample_rate = recipe.sample_rate
        self.recipe = recipe
        self.update: Mapping[str, object] = {}
        self._failure = "the render worker is gone"
        self._kernels = kernels
        self._lead = lead
        self._seconds = seconds
        self._tell = tell
        self._fonts = [str(path) for path in fonts]
        self._shared = SharedRing(recipe.sample_rate, seconds)
        self.ring = self._shared.ring
        self._figures = {"render_ms": 0.0, "lead_ms": 0.0, "phrases": 0.0, "memory_mb": 0.0, "alive": 0.0}
        self._answers: dict[int, asyncio.Future[tuple[Change, ...]]] = {}
        self._asked = 0
        self._on_update: list[Callable[[Mapping[str, object]], None]] = []
        self._on_render: list[Callable[[float], None]] = []

    @property
    def context(self) -> Mapping[str, object]:
        """The flat settings, changes still to come included."""
        context = self.update.get("context", self.recipe.context)
        return context if isinstance(context, Mapping) else {}

    @property
    def figures(self) -> Mapping[str, float]:
        """The worker's last measurements."""
        return self._figures

    @property
    def worker_pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    async def start(self) -> None:
        """Start the worker and wait for the first chunk; raises `InvalidValue` or `SourceGone`."""
        ours, theirs = socket.socketpair()
        config = {
            "recipe": self.recipe.to_json(),
            "kernels": str(self._kernels),
            "lead": self._lead,
            "seconds": self._seconds,
            "memory_fd": self._shared.fileno(),
            "socket_fd": theirs.fileno(),
            "fonts": self._fonts,
        }
        command = [sys.executable, "-m", "auralis.station.worker", msgspec.json.encode(config).decode()]
        handed = (self._shared.fileno(), theirs.fileno())
        with theirs:
            self._process = await asyncio.create_subprocess_exec(*command, pass_fds=handed)
        self._reader, self._writer = await asyncio.open_connection(sock=ours)
        started = self._answer(START)
        self._listening = asyncio.create_task(self._listen())
        try:
            await started
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop the worker, for certain, and let go of the ring."""
        with contextlib.suppress(ConnectionError):
            self._writer.write(pack(Stop()))
            await self._writer.drain()
        self._writer.close()
        try:
            await asyncio.wait_for(self._process.wait(), _STOP_S)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._listening
        self._shared.close()

    async def control(self, settings: Mapping[str, object], boundary: str | None) -> Sequence[Change]:
        """Change settings; return what was logged. Raises `InvalidValue`, or `SourceGone`."""
        if self._listening.done():
            raise SourceGone(self._failure)
        wanted = normalise(settings)
        self._asked += 1
        answer = self._answer(self._asked)
        self._writer.write(pack(Control(self._asked, wanted, boundary)))
        return await answer

    def on_update(self, callback: Callable[[Mapping[str, object]], None]) -> Callable[[], None]:
        """Call back with each `generation_update`; returns what ends it."""
        self._on_update.append(callback)
        return lambda: self._on_update.remove(callback)

    def on_render(self, callback: Callable[[float], None]) -> Callable[[], None]:
        """Call back with the milliseconds each chunk took; returns what ends it."""
        self._on_render.append(callback)
        return lambda: self._on_render.remove(callback)

    def _answer(self, number: int) -> asyncio.Future[tuple[Change, ...]]:
        """Return what the report that answers a command will fulfil."""
        answer: asyncio.Future[tuple[Change, ...]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        return answer

    def _fulfil(self, number: int, outcome: tuple[Change, ...] | Exception) -> None:
        """Give an answer to whoever still waits for it: a client may have gone in the meantime."""
        answer = self._answers.pop(number)
        if answer.done():
            return
        if isinstance(outcome, Exception):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)

    async def _listen(self) -> None:
        inbox = Inbox()
        with contextlib.suppress(ConnectionError):
            while received := await self._reader.read(_READ):
                for report in inbox.reports(received):
                    self._take(report)
        self._figures["alive"] = 0.0
        for number in list(self._answers):
            self._fulfil(number, SourceGone(self._failure))

    def _take(self, report: Report) -> None:
        match report:
            case Ready(recipe=text):
                self.recipe = parse(text)
                self._figures["alive"] = 1.0
                self._fulfil(START, ())
            case Applied(id=number, changes=changes, recipe=text):
                self.recipe = parse(text)
                logged = (Change(c["frame"], check_boundary(c["boundary"]), c["set"]) for c in changes)
                self._fulfil(number, tuple(logged))
            case Refused(id=number, field=field, value=value, allowed=allowed):
                self._fulfil(number, InvalidValue(field, value, allowed))
            case Failed(message=message):
                self._failure = message
            case _:
                self._hear(report)

    def _hear(self, report: Report) -> None:
        """Take a report that answers nothing."""
        match report:
            case Progress(line=line):
                self._tell(line)
            case Update(payload=payload):
                self.update = payload
                self._figures["phrases"] += 1 if not payload["changes"] else 0
                for told in list(self._on_update):
                    told(payload)
            case Rendered():
                self._figures |= {
                    "render_ms": report.render_ms,
                    "lead_ms": report.lead_ms,
                    "memory_mb": report.memory_mb,
                }
                for heard in list(self._on_render):
                    heard(report.render_ms)
            case Troubled():
                self.recipe = parse(report.recipe)
                self._log(report)

    def _log(self, trouble: Troubled) -> None:
        log = structlog.get_logger("auralis.station").bind(station=self.name, kit=trouble.kit)
        if trouble.last:
            log.critical("synthesis_failed", why=trouble.why, code="SYNTHESIS_FAILED", instead="silence")
        else:
            log.error("kit_failed", why=trouble.why, instead="the built-in kit")
