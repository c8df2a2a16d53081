"""A clock that stands still until it is moved."""

import asyncio

_SETTLE = 50


class ManualClock:
    """A `Clock` for tests and offline use: `advance` moves it and wakes who waited.

    Before and after each move others run for `settle` turns of the event loop: many where everything that
    follows from a move must have happened, few where time passes fast.
    """

    def __init__(
        self, monotonic: float = 1000.0, unix: float = 1_700_000_000.0, settle: int = _SETTLE
    ) -> None:
        self._turns = settle
        self._now = monotonic
        self._epoch = unix - monotonic
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def monotonic(self) -> float:
        """Return the seconds it was moved to."""
        return self._now

    def unix(self) -> float:
        """Return seconds since 1970, moving with `monotonic`."""
        return self._epoch + self._now

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock was advanced that far; 0 or less only lets others run."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._now + seconds, woken))
        await woken

    def set_wall(self, unix: float) -> None:
        """Set the wall clock alone, forward or back, as a person or a time server does."""
        self._epoch = unix - self._now

    def jump(self, seconds: float) -> None:
        """Move at once, as a suspended machine does: sleepers wake, but late."""
        self._now += seconds
        self._wake()

    async def advance(self, seconds: float) -> None:
        """Move step by step, stopping at every sleeper's time to let it run."""
        end = self._now + seconds
        await self._settle()
        while due := sorted(at for at, woken in self._sleepers if at <= end and not woken.done()):
            self._now = max(self._now, due[0])
            self._wake()
            await self._settle()
        self._now = end
        await self._settle()

    def _wake(self) -> None:
        for at, woken in self._sleepers:
            if at <= self._now and not woken.done():
                woken.set_result(None)
        self._sleepers = [(at, woken) for at, woken in self._sleepers if not woken.done()]

    async def _settle(self) -> None:
        for _ in range(self._turns):
            await asyncio.sleep(0)
