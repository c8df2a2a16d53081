"""A server that systemd watches and that signals reload."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from auralis.app.systemd import Running, Systemd


@asynccontextmanager
async def watched(server: Running, reload: Callable[[], None]) -> AsyncIterator[None]:
    """Tell systemd how a server fares, and reload on SIGHUP.

    The same signal tells that a terminal is gone: a server that was started in one then stops.
    """
    systemd, loop = Systemd(os.environ), asyncio.get_running_loop()
    in_terminal = sys.stdin is not None and sys.stdin.isatty()

    def hung_up() -> None:
        if in_terminal and not os.isatty(sys.stdin.fileno()):
            server.should_exit = True
        else:
            systemd.reload(reload)

    loop.add_signal_handler(signal.SIGHUP, hung_up)
    following = asyncio.create_task(systemd.follow(server))
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
