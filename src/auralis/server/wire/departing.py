"""The web server that takes its leave before it ends."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from socket import socket
from types import FrameType

import structlog
from uvicorn import Config, Server
from uvicorn.server import HANDLED_SIGNALS


class Departing(Server):
    """uvicorn's server: at the first SIGTERM or SIGINT it says farewell and ends, at the second it ends."""

    def __init__(self, config: Config, farewell: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._farewell = farewell
        self._leaving: asyncio.Task[None] | None = None
        self._asked = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Begin to serve."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    async def serve(self, sockets: list[socket] | None = None) -> None:
        """Serve until told to end. What is left to do then takes a moment, which no signal cuts short."""
        await super().serve(sockets)
        for number in HANDLED_SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal; it is not raised again, so that the program ends in good order."""
        self._asked += 1
        if self._asked > 1 or self._loop is None:
            self.should_exit = self.force_exit = True
        else:
            self._loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        self._leaving = asyncio.ensure_future(self._depart())

    async def _depart(self) -> None:
        try:
            await self._farewell()
        except Exception:
            structlog.get_logger("auralis.server").exception("farewell_failed")
        finally:
            self.should_exit = True
