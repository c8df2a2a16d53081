"""A station as the server sees it, whoever renders it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from auralis.composition import normalise
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Change, Recipe, check_boundary, parse
from auralis.station.messages import (
    SNAPSHOTS,
    Applied,
    Close,
    Command,
    Control,
    Done,
    Failed,
    Open,
    Opened,
    Pause,
    Postponed,
    Refused,
    Rendered,
    Resume,
    StationReport,
    Troubled,
    Uncompiled,
    Update,
    change_of,
)
from auralis.station.render_process import RenderProcess
from auralis.station.shared_memory import SharedMemory
from auralis.station.shared_ring import SharedRing
from auralis.station.station_log import StationLog
from auralis.streaming.source import SourceGone
from auralis.streaming.stage import SourceBusy

WAITING: Final = 1024
"""Commands of one station that may wait for their answers."""

GROWTH: Final = 1.5
"""How much more a station takes once segments ring on behind others than when its first one plays."""

_GROWN: Final = 1200
"""Chunks after which it does: two minutes."""

_MEASURED: Final = ("render_ms", "lead_ms", "snapshot_ms", "cost", "reduction_db", "memory_mb")

_Answered = tuple[Change, ...]
_NONE: Final = "the station was closed"


class NotCompiled(RuntimeError):
    """A kit's kernels must be compiled before a worker can load them; the message names a patch."""


class Hosted:
    """A `streaming.source.Source`: its ring, its recipe so far, and what is asked of it and not answered.

    `play_in` gives it to a worker, and to the next one when that is gone: each goes on where the ring
    ends, and is asked again what was not answered.
    """

    def __init__(
        self, name: str, number: int, recipe: Recipe, seconds: float, expected: float, first: int = 0
    ) -> None:
        self.name = name
        self.number = number
        self.recipe = recipe
        self.sample_rate = recipe.sample_rate
        self.update: Mapping[str, object] = {}
        self.playing = True
        self.failed = False
        self._seconds = seconds
        self._log = StationLog(name)
        self._shared = SharedRing.new(recipe.sample_rate, seconds, first)
        self._snapshots = SharedMemory.new(SNAPSHOTS)
        self.ring = self._shared.ring
        self._context: Mapping[str, object] = recipe.context
        self._untold: list[Change] = []
        self._process: RenderProcess | None = None
        self._opened: asyncio.Future[_Answered] = asyncio.get_running_loop().create_future()
        self._asked = 0
        self._waiting: dict[int, tuple[Command, asyncio.Future[_Answered]]] = {}
        self._figures = dict.fromkeys((*_MEASURED, "phrases", "alive", "restarts", "fallback"), 0.0)
        self.expect(expected)
        self._rousing = asyncio.Lock()
        self._begin: Callable[[], Awaitable[None]] | None = None
        self._on_update: list[Callable[[Mapping[str, object]], None]] = []
        self._on_render: list[Callable[[float], None]] = []

    @property
    def context(self) -> Mapping[str, object]:
        """The flat settings, changes still to come included."""
        return self._context

    @property
    def figures(self) -> Mapping[str, float]:
        """The worker's last measurements; `restarts` counts the workers that took over."""
        return self._figures

    @property
    def price(self) -> float:
        """The share of a core that it takes when it plays; at first what it will take later on."""
        young = self.ring.head - self.ring.first < _GROWN
        return self._figures["cost"] * (GROWTH if young else 1.0)

    @property
    def cost(self) -> float:
        """The share of a core that it takes now."""
        return self.price if self.playing and not self.failed else 0.0

    def expect(self, cost: float) -> None:
        """Take note of the share of a core that it is expected to take later on."""
        self._figures["cost"] = cost / GROWTH

    def hold(self, begin: Callable[[], Awaitable[None]]) -> None:
        """Rest without a worker; `begin` finds one when it is needed."""
        self._begin = begin
        self.playing = False
        self._figures["alive"] = 1.0

    async def roused(self) -> None:
        """Have a worker, paused, if it was held until now; raises `SourceGone`."""
        async with self._rousing:
            if self._begin is not None and not self.failed:
                await self._begin()
                self._begin = None

    def play_in(self, process: RenderProcess) -> None:
        """Let a worker go on with it."""
        if self._process is not None:
            self._figures["restarts"] += 1
        self._process = process
        opening = Open(
            self.name,
            self.number,
            self.recipe.to_json(),
            self._seconds,
            self._figures["cost"],
            self.playing,
            int(str(self.update.get("next_phrase_frame", 0))),
            [c.as_dict() for c in self._untold],
        )
        process.send(opening, (self._shared.fileno(), self._snapshots.fileno()))
        for command, _ in self._waiting.values():
            process.send(command)

    def lose(self) -> None:
        """Take note that its worker is gone."""
        self._figures["alive"] = 0.0

    async def opened(self) -> None:
        """Wait until it plays; raises `InvalidValue`, `SourceGone` or, to be opened again, `NotCompiled`."""
        try:
            await self._opened
        except NotCompiled:
            self._process = None
            self._opened = asyncio.get_running_loop().create_future()
            raise

    async def control(self, settings: Mapping[str, object], boundary: str | None) -> Sequence[Change]:
        """Change settings; return what was logged.

        Raises `InvalidValue`, `SourceBusy` where too many changes wait for their answers, or
        `SourceGone`.
        """
        wanted = normalise(settings)
        kind = None if boundary is None else check_boundary(boundary)
        await self.roused()
        return await self._ask(lambda number: Control(self.name, number, wanted, kind))

    async def pause(self) -> None:
        """Have it rendered no further."""
        self.playing = False
        if self._begin is None:
            await self._ask(lambda number: Pause(self.name, number))

    async def resume(self) -> None:
        """Have it rendered on."""
        self.playing = True
        await self._ask(lambda number: Resume(self.name, number))

    def fail(self, why: Exception) -> None:
        """Give it up: it plays no more, and whoever waits is told why."""
        self.failed = True
        self._figures["alive"] = 0.0
        self._fulfil(self._opened, why)
        for _, answer in self._waiting.values():
            self._fulfil(answer, why)
        self._waiting.clear()
        if self._process is not None:
            self._process.send(Close(self.name))
        self._process = None
        self._why = str(why)

    def close(self) -> None:
        """End it and let go of its memory."""
        self.fail(SourceGone(_NONE))
        self._snapshots.close()
        self._shared.close()

    def on_update(self, callback: Callable[[Mapping[str, object]], None]) -> Callable[[], None]:
        """Call back with each `generation_update`; returns what ends it."""
        self._on_update.append(callback)
        return lambda: self._on_update.remove(callback)

    def on_render(self, callback: Callable[[float], None]) -> Callable[[], None]:
        """Call back with the milliseconds each chunk took; returns what ends it."""
        self._on_render.append(callback)
        return lambda: self._on_render.remove(callback)

    async def _ask(self, command: Callable[[int], Command]) -> _Answered:
        if self.failed:
            raise SourceGone(self._why)
        if len(self._waiting) >= WAITING:
            raise SourceBusy(f"{WAITING} changes of station {self.name} wait already")
        self._asked += 1
        asked = command(self._asked)
        answer: asyncio.Future[_Answered] = asyncio.get_running_loop().create_future()
        self._waiting[self._asked] = asked, answer
        if self._process is not None:
            self._process.send(asked)
        return await answer

    def _answer(self, number: int, outcome: _Answered | Exception) -> None:
        if number in self._waiting:
            self._fulfil(self._waiting.pop(number)[1], outcome)

    @staticmethod
    def _fulfil(answer: asyncio.Future[_Answered], outcome: _Answered | Exception) -> None:
        """Give an answer to whoever still waits for it: a client may have gone in the meantime."""
        if answer.done():
            return
        if isinstance(outcome, Exception):
            answer.set_exception(outcome)
            answer.exception()
        else:
            answer.set_result(outcome)

    def take(self, report: StationReport) -> None:
        """Take what its worker reports."""
        match report:
            case Opened(recipe=text):
                self.recipe = parse(text)
                self._figures["alive"] = 1.0
                self._fulfil(self._opened, ())
            case Applied():
                self._log_changes(report)
            case Refused(id=None):
                self.fail(InvalidValue(report.field, report.value, report.allowed))
            case Refused(id=int(number)):
                self._answer(number, InvalidValue(report.field, report.value, report.allowed))
            case Done(id=number):
                self._answer(number, ())
            case Uncompiled(patch=patch) if not self._opened.done():
                self._fulfil(self._opened, NotCompiled(patch))
            case Uncompiled(patch=message) | Failed(message=message):
                self._log.failed(message)
                self.fail(SourceGone(message))
            case _:
                self._hear(report)

    def _log_changes(self, applied: Applied) -> None:
        kept = self.recipe.changes[: applied.first]
        self.recipe = self.recipe.with_changes((*kept, *map(change_of, applied.changes)))
        self._context = applied.context
        for answer in applied.answers:
            changes = tuple(map(change_of, answer.changes))
            self._untold += changes
            self._answer(answer.id, changes)

    def _hear(self, report: StationReport) -> None:
        """Take a report that answers nothing."""
        match report:
            case Update(payload=payload):
                self._untold.clear()
                self.update = payload
                self._context = payload["context"]
                self._figures["phrases"] += 1 if not payload["changes"] else 0
                for told in list(self._on_update):
                    told(payload)
            case Rendered():
                self._figures |= {name: getattr(report, name) for name in _MEASURED}
                for heard in list(self._on_render):
                    heard(report.render_ms)
            case Troubled():
                self.recipe = parse(report.recipe)
                self._figures["fallback"] = 1.0
                self._log.troubled(report)
            case Postponed(seconds=seconds):
                self._log.postponed(seconds)
