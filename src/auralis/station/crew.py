"""The render processes of a fleet: those that play, and one in reserve that is warm already."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextvars import Context
from pathlib import Path
from typing import Final

import structlog

from auralis.station.render_process import RenderProcess
from auralis.station.seat import Seat
from auralis.station.vigil import EVERY_S, Vigil
from auralis.streaming.source import SourceGone

_SHORT_LIFE_S: Final = 5.0
_FIRST_DELAY_S: Final = 0.1
_LONGEST_DELAY_S: Final = 10.0


class Crew:
    """Keeps a worker in every seat.

    When one is gone, or hangs and is killed for it, the spare takes its seat at once, and a new spare
    is started. Workers that end soon after their start are replaced with growing delay.
    `lost` is called with a seat and the number of the station that its worker was at, 0 for none.
    """

    def __init__(
        self,
        kernels: Path,
        lead: float,
        tell: Callable[[str], None],
        fonts: Sequence[Path],
        processes: int,
        lost: Callable[[Seat, int], None],
    ) -> None:
        self.seats = tuple(Seat() for _ in range(processes))
        self._kernels = kernels
        self._lead = lead
        self._tell = tell
        self._fonts = [str(font) for font in fonts]
        self._lost = lost
        self._kits: set[tuple[str, int]] = set()
        self._delay = 0.0
        self._started: dict[RenderProcess, Vigil] = {}
        self._spare: RenderProcess | None = None
        self._guilty: dict[RenderProcess, int] = {}
        self._changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        self._log = structlog.get_logger("auralis.station")

    @property
    def spare(self) -> RenderProcess | None:
        """The worker in reserve, if there is one that is warm."""
        return self._spare

    @property
    def workers(self) -> Mapping[str, int]:
        """How many render, wait in reserve and get ready, and how many seats are empty."""
        playing = sum(seat.process is not None for seat in self.seats)
        spare = int(self._spare is not None)
        starting = sum(not p.is_warm for p in self._started)
        return {
            "playing": playing,
            "spare": spare,
            "starting": starting,
            "missing": len(self.seats) - playing,
        }

    @property
    def cost(self) -> float:
        """The share of a core that a station of the built-in kit took in rehearsals."""
        return max((process.cost for process in self._started), default=0.0)

    async def start(self) -> None:
        """Fill the first seat, and begin to fill the others; raises `SourceGone` if no worker starts."""
        first = await self._recruit()
        self._begin(self._occupy(self.seats[0], first))
        for seat in self.seats[1:]:
            self._begin(self._occupy(seat, None))
        self._begin(self._keep_spare())
        self._begin(self._watch())
        await asyncio.sleep(0)

    async def settled(self) -> None:
        """Wait until every seat has a worker and there is a spare."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._spare and all(s.process for s in self.seats))

    async def learn(self, kit: str, sample_rate: int) -> None:
        """Have a kit loaded, and compiled if it must be, by a new spare, and by all that come after it.

        Raises `SourceGone` if that ends the process.
        """
        if (kit, sample_rate) in self._kits:
            return
        self._kits.add((kit, sample_rate))
        try:
            await self._reserve(await self._recruit())
        except SourceGone:
            self._kits.discard((kit, sample_rate))
            raise

    def learn_soon(self, kit: str, sample_rate: int) -> None:
        """Have the same done beside the music, where it is not done already."""
        if (kit, sample_rate) not in self._kits:
            self._begin(self._learn_quietly(kit, sample_rate))

    async def stop(self) -> None:
        """End them all, for certain."""
        ending = list(self._tasks)
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        await asyncio.gather(*(process.stop() for process in list(self._started)))

    async def _learn_quietly(self, kit: str, sample_rate: int) -> None:
        try:
            await self.learn(kit, sample_rate)
        except SourceGone as error:
            self._log.error("worker_failed", why=str(error), kit=kit)

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _recruit(self) -> RenderProcess:
        """Return a new worker that is warm; raises `SourceGone` if it ends before."""
        await asyncio.sleep(self._delay)
        process = RenderProcess(self._tell)
        beside = any(seat.stations for seat in self.seats)
        await process.start(self._kernels, self._lead, self._fonts, sorted(self._kits), beside=beside)
        self._started[process] = Vigil(process)
        self._begin(self._mourn(process))
        await process.warm()
        return process

    async def _mourn(self, process: RenderProcess) -> None:
        """Take note when a worker is gone."""
        begun = time.monotonic()
        await process.gone.wait()
        short = time.monotonic() - begun < _SHORT_LIFE_S
        self._delay = min(max(2 * self._delay, _FIRST_DELAY_S), _LONGEST_DELAY_S) if short else 0.0
        async with self._changed:
            del self._started[process]
            if self._spare is process:
                self._spare = None
                self._log.warning("spare_lost", pid=process.pid)
            self._changed.notify_all()

    async def _occupy(self, seat: Seat, first: RenderProcess | None) -> None:
        """Keep a worker in a seat."""
        process = first or await self._next()
        while True:
            seat.take(process)
            async with self._changed:
                self._changed.notify_all()
            await process.gone.wait()
            seat.lose()
            self._log.error("worker_lost", pid=process.pid, stations=len(seat.stations))
            self._lost(seat, self._guilty.pop(process, process.station))
            process = await self._next()
            self._log.warning("worker_replaced", pid=process.pid, stations=len(seat.stations))

    async def _next(self) -> RenderProcess:
        """Take the spare, once there is one."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._spare is not None)
            taken, self._spare = self._spare, None
            self._changed.notify_all()
        if taken is None:
            raise RuntimeError("there is no spare")
        return taken

    async def _keep_spare(self) -> None:
        """Keep a worker in reserve."""
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self._spare is None)
            try:
                await self._reserve(await self._recruit())
            except SourceGone as error:
                self._log.error("worker_failed", why=str(error))

    async def _reserve(self, process: RenderProcess) -> None:
        """Make a worker the spare; the one before is told to end."""
        async with self._changed:
            if process.gone.is_set():
                return
            before, self._spare = self._spare, process
            self._changed.notify_all()
        if before is not None:
            await before.stop()

    async def _watch(self) -> None:
        """Kill whatever hangs, or has a station stand still."""
        while True:
            await asyncio.sleep(EVERY_S)
            for process, vigil in list(self._started.items()):
                if process.is_warm and not process.gone.is_set() and vigil.hangs():
                    self._log.error("worker_hangs", pid=process.pid)
                    process.kill()
            for seat in self.seats:
                self._look_for_standstill(seat)

    def _look_for_standstill(self, seat: Seat) -> None:
        station, process = seat.stuck(), seat.process
        if station is None or process is None or process.gone.is_set():
            return
        self._log.error("worker_stuck", pid=process.pid, station=station.name)
        self._guilty[process] = station.number
        process.kill()
