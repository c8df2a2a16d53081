"""Hours of a house that is visited: who leaves is followed by somebody else, and what is held is noted."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field

from benchmarks.soak.house import House
from benchmarks.soak.plan import Plan
from benchmarks.soak.sample import Sample, trim
from benchmarks.soak.simulated_connection import SimulatedConnection
from benchmarks.soak.simulated_listener import by_socket, by_stream

CHUNKS_AN_HOUR = 36_000
_STREAM_CHUNKS = 300
_OWN_CHUNKS = 1200
_LAST_CHUNKS = 20
_STUCK = 0.3
Work = Coroutine[None, None, None]


@dataclass
class Run:
    """Keeps so many listeners on `main`, turns its controls, opens stations, reads figures; by a plan."""

    house: House
    plan: Plan
    listeners: int
    busy: list[Sample] = field(default_factory=list)
    """What was held while everybody was there."""
    rests: list[Sample] = field(default_factory=list)
    """What was held when they had all left, a moment later, and what was free was given back."""
    counts: dict[str, int] = field(default_factory=dict)
    chunk: int = 0
    _guests: dict[asyncio.Task[None], int] = field(default_factory=dict)
    _slow: list[SimulatedConnection] = field(default_factory=list)
    _errors: list[BaseException] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def hours(self, hours: float, looks: int, tell: Callable[[float], None]) -> None:
        """Let station time pass; so many times, at last too, everybody leaves, and others come after."""
        means = {self._change: 40, self._stream: 240, self._figures: 60, self._own: 600, self._keep: 1800}
        due = {act: self.plan.pause(10) for act in means}
        every = round(hours * CHUNKS_AN_HOUR / looks)
        for self.chunk in range(1, looks * every + 1):
            self._receive()
            for act, at in due.items():
                if at == self.chunk:
                    self._begin(act())
                    due[act] = at + self.plan.pause(means[act])
            await self.house.pass_chunk()
            for error in self._errors:
                raise error
            if self.chunk % every == 0:
                await self._look()
                tell(self.rests[-1].hours)

    async def _look(self) -> None:
        hours = self.chunk / CHUNKS_AN_HOUR
        self.busy.append(self.house.sample(hours))
        await self._empty()
        trim()
        self.rests.append(self.house.sample(hours))

    async def _empty(self) -> None:
        """Have everyone leave, and wait until they are gone."""
        for task in (*self._guests, *self._tasks):
            task.cancel()
        while any(not task.done() for task in (*self._guests, *self._tasks)):
            await self.house.pass_chunk()
            await asyncio.sleep(0.001)
        self._guests.clear()
        for _ in range(_LAST_CHUNKS):
            await self.house.pass_chunk()

    def _receive(self) -> None:
        """See out whose time is over, and let others in."""
        for task, until in list(self._guests.items()):
            if until <= self.chunk or task.done():
                task.cancel()
                del self._guests[task]
        while len(self._guests) < self.listeners:
            visit = self.plan.visit()
            self._count(visit.kind)
            task = asyncio.create_task(self._listen(visit.kind))
            self._guests[task] = self.chunk + visit.chunks
        for connection in self._slow:
            connection.stuck = self.chunk % 100 < 100 * _STUCK

    async def _listen(self, kind: str) -> None:
        connection = None if kind == "socket" else SimulatedConnection()
        if kind == "slow" and connection is not None:
            self._slow.append(connection)
        form = "auralis.json" if kind == "json" else "auralis.pcm"
        try:
            await by_socket(self.house.app, "/ws", form, connection)
        finally:
            if connection in self._slow:
                self._slow.remove(connection)

    async def _change(self) -> None:
        answer = await self.house.http.post("/api/v1/control", json=self.plan.change())
        answer.raise_for_status()
        self._count("changes")

    async def _stream(self) -> None:
        self._count("streams")
        await self._for_a_while(by_stream(self.house.app, self.plan.stream()), _STREAM_CHUNKS)

    async def _figures(self) -> None:
        for path in ("/metrics", "/api/metrics", "/api/status", "/api/v1/stations"):
            (await self.house.http.get(path)).raise_for_status()
        self._count("readings of the figures")

    async def _own(self) -> None:
        """Open a personal station, listen to it, change it, close it."""
        answer = await self.house.http.post("/api/v1/stations", json=self.plan.station())
        answer.raise_for_status()
        station = answer.json()
        headers = {"Authorization": f"Bearer {station['owner_token']}"}
        path = f"/api/v1/stations/{station['name']}"
        self._count("personal stations")
        forms = ("auralis.pcm", "auralis.pcm", self.plan.form())
        listening = [by_socket(self.house.app, station["socket"], form) for form in forms]
        try:
            await asyncio.gather(*(self._for_a_while(one, _OWN_CHUNKS) for one in listening))
        finally:
            (await self.house.http.delete(path, headers=headers)).raise_for_status()

    async def _keep(self) -> None:
        answer = await self.house.http.post("/api/v1/moments", json={"minutes": 5})
        answer.raise_for_status()
        kept = answer.json()
        headers = {"Authorization": f"Bearer {kept['token']}"}
        (await self.house.http.delete(f"/api/v1/moments/{kept['id']}", headers=headers)).raise_for_status()
        self._count("moments kept")

    async def _for_a_while(self, work: Work, chunks: int) -> None:
        """Do something without end until so many chunks have passed."""
        task = asyncio.create_task(work)
        try:
            await self.house.clock.sleep(chunks / 10)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def _begin(self, work: Work) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._errors.append(error)

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1
