"""The machine's own clock."""

import asyncio
import time


class WallClock:
    """A `Clock` that reads the machine and waits in the running event loop."""

    def monotonic(self) -> float:
        """Return CLOCK_MONOTONIC seconds."""
        return time.monotonic()

    def unix(self) -> float:
        """Return seconds since 1970."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait in the event loop."""
        await asyncio.sleep(seconds)
