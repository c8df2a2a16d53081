"""A station's night: it falls asleep and wakes up by the wall clock, whoever is there."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

import structlog

from auralis.core.recipe import Change
from auralis.core.units import chunk_frames
from auralis.journal.plans import SleepPlan, WakePlan
from auralis.server.nights.intermission import ASLEEP, Intermission
from auralis.server.nights.night_requests import CancelRequest, NightRequest, SleepRequest
from auralis.server.nights.sleeping import Sleeping
from auralis.server.nights.waking import Waking
from auralis.streaming.broadcaster import Broadcaster
from auralis.streaming.clock import Clock
from auralis.streaming.source import Source

_LOOK_S: Final = 1.0
_SET_BACK_S: Final = 1.0
_SOON_S: Final = 0.05
_MOMENT_S: Final = 0.3
_RETURN_S: Final = 3.0


class Night:
    """One fade out to come and one fade in to come, at most; each acts as a change in the recipe's log.

    Looks at the clock once a second while anything is to come, so that a clock that is set forward or
    back is noticed. `changed` is awaited whenever there is something new to tell.
    """

    def __init__(
        self,
        source: Source,
        broadcaster: Broadcaster,
        intermission: Intermission,
        clock: Clock,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        self._source = source
        self._broadcaster = broadcaster
        self._intermission = intermission
        self._clock = clock
        self._changed = changed
        self._sleeping: Sleeping | None = None
        self._waking: Waking | None = None
        self._ahead = asyncio.Event()
        self._seen = clock.unix()

    @property
    def awaited(self) -> bool:
        """Whether the station is to wake up."""
        return self._waking is not None

    @property
    def fading(self) -> bool:
        """Whether it is falling asleep."""
        return self._sleeping is not None and self._sleeping.over is not None

    def document(self) -> dict[str, object]:
        """Return what is to come, as JSON data."""
        return {
            "station": self._source.name,
            "asleep": self._intermission.reason == ASLEEP,
            "sleep": self._sleeping.document() if self._sleeping else None,
            "wake": self._waking.document() if self._waking else None,
        }

    @property
    def plan(self) -> tuple[SleepPlan | None, WakePlan | None]:
        """What is to come, as it is written down."""
        sleeping, waking = self._sleeping, self._waking
        sleep = None if sleeping is None else SleepPlan(sleeping.silent_at, sleeping.fade_s)
        return sleep, None if waking is None else waking.plan()

    def restore(self, sleep: SleepPlan | None, wake: WakePlan | None) -> None:
        """Take up what was to come before the server's end; what was missed meanwhile is done at once.

        Where both times have passed, the later one says how the station is.
        """
        unix = self._clock.unix()
        if sleep is not None and wake is not None and wake.due < sleep.silent_at <= unix:
            wake = Waking.of(wake).after(unix)
        self._sleeping = None if sleep is None else Sleeping(sleep.silent_at, sleep.fade_s)
        self._waking = None if wake is None else Waking.of(wake)
        self._seen = unix
        if sleep is not None or wake is not None:
            self._ahead.set()

    async def ask(self, request: NightRequest) -> None:
        """Take a fade out, a fade in, or neither; what is asked last replaces what was asked before."""
        unix = self._clock.unix()
        if isinstance(request, CancelRequest):
            await self._cancel(request)
        elif isinstance(request, SleepRequest):
            self._sleeping = Sleeping(unix + 60 * request.minutes, request.fade_s)
        else:
            self._waking = Waking(request.time, request.fade_s, daily=request.daily, unix=unix)
        self._seen = unix
        self._ahead.set()
        await self._changed()

    async def run(self) -> None:
        """Act when it is time, until cancelled."""
        while True:
            await self._ahead.wait()
            await self._look_safely()
            if self._sleeping is None and self._waking is None:
                self._ahead.clear()
            else:
                await self._clock.sleep(self._wait())

    async def _look_safely(self) -> None:
        """Look; what goes wrong is logged, and tried again at the next look if it can be."""
        try:
            await self._look()
        except Exception:
            structlog.get_logger("auralis.server").exception("night_disturbed", station=self._source.name)
            await self._clock.sleep(_LOOK_S)

    def _wait(self) -> float:
        """Return the seconds until the next look, so that a fade begins on time."""
        unix = self._clock.unix()
        times = [_LOOK_S]
        if self._sleeping is not None:
            fading = self._sleeping.over is not None
            times.append(self._left(self._sleeping) if fading else self._sleeping.wait(unix))
        if self._waking is not None:
            times.append(self._waking.due - unix)
        return max(_SOON_S, min(times))

    async def _look(self) -> None:
        unix = self._clock.unix()
        if unix < self._seen - _SET_BACK_S and self._waking is not None:
            self._waking.set_back(unix)
            await self._changed()
        self._seen = unix
        if self._sleeping is not None:
            await self._fall_asleep(self._sleeping, unix)
        if self._waking is not None and unix >= self._waking.due:
            await self._wake_up(self._waking, unix)

    async def _fall_asleep(self, sleeping: Sleeping, unix: float) -> None:
        if self._intermission.reason is not None:
            if unix >= sleeping.silent_at:
                await self._source.control({"fade": 0.0, "fade_s": 0.0}, None)
                await self._rest()
        elif sleeping.over is None:
            if sleeping.wait(unix) <= 0:
                await sleeping.begin(unix, self._control, self._source.sample_rate)
                await self._changed()
        elif self._source.context.get("fade", 1) != 0:
            self._sleeping = None
            await self._changed()
        elif self._left(sleeping) <= 0:
            await self._rest()

    def _left(self, sleeping: Sleeping) -> float:
        rate = self._source.sample_rate
        return sleeping.left(self._broadcaster.position * chunk_frames(rate), rate)

    async def _rest(self) -> None:
        self._sleeping = None
        await self._intermission.begin(ASLEEP)
        await self._changed()

    async def _wake_up(self, waking: Waking, unix: float) -> None:
        """Fade in, from silence unless somebody hears the station already."""
        fade_s = waking.left(unix)
        waking.woken(unix)
        if not waking.daily:
            self._waking = None
        if self._sleeping is not None and self._sleeping.over is not None:
            self._sleeping = None
        heard = self._broadcaster.listeners and self._intermission.reason is None
        if not heard and self._source.context.get("fade", 1) != 0:
            await self._control({"fade": 0.0, "fade_s": 0.0})
            await self._intermission.end()
            await self._clock.sleep(_MOMENT_S)
        await self._control({"fade": 1.0, "fade_s": fade_s})
        await self._intermission.end()
        await self._changed()

    async def _cancel(self, request: CancelRequest) -> None:
        if request.what in ("sleep", "all") and self._sleeping is not None:
            fading = self._sleeping.over is not None
            self._sleeping = None
            if fading:
                await self._control({"fade": 1.0, "fade_s": _RETURN_S})
        if request.what in ("wake", "all"):
            self._waking = None

    async def _control(self, settings: Mapping[str, object]) -> Sequence[Change]:
        return await self._source.control(settings, None)
