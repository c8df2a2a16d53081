"""What systemd is told, where it started the server; see sd_notify(3)."""

import asyncio
import os
import socket
import time
from collections.abc import Callable, Mapping
from typing import Final, Protocol

LOOK_S: Final = 0.1
_MICRO: Final = 1_000_000


class Running(Protocol):
    """A server that says how far it is, as uvicorn's does."""

    started: bool
    should_exit: bool


class Systemd:
    """Writes to the socket that the environment names, and does nothing where it names none.

    `follow` tells `READY=1` once a server has started, `WATCHDOG=1` as often as systemd wants as long as
    the event loop turns, and `STOPPING=1`. A server whose loop hangs is restarted: see `WatchdogSec` in
    systemd.service(5).
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._path = environment.get("NOTIFY_SOCKET", "")
        ours = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        period = int(environment.get("WATCHDOG_USEC", "0")) / _MICRO if ours else 0.0
        self._beat_s = period / 2

    async def follow(self, server: Running) -> None:
        """Tell how a server fares until it stops, or until cancelled."""
        while not server.started and not server.should_exit:
            await asyncio.sleep(LOOK_S)
        try:
            await self._beat(server)
        finally:
            self.tell("STOPPING=1")

    async def _beat(self, server: Running) -> None:
        if server.started:
            self.tell("READY=1")
        beaten = 0.0
        while not server.should_exit:
            if self._beat_s and time.monotonic() - beaten >= self._beat_s - LOOK_S:
                beaten = time.monotonic()
                self.tell("WATCHDOG=1")
            await asyncio.sleep(LOOK_S)

    def reload(self, work: Callable[[], None]) -> None:
        """Do what reloads, and tell that it begins and ends."""
        self.tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")
        work()
        self.tell("READY=1")

    def tell(self, *lines: str) -> None:
        """Send assignments; nobody waits for it, and one that can't be sent is lost."""
        if not self._path:
            return
        address = f"\0{self._path[1:]}" if self._path.startswith("@") else self._path
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as sending:
                sending.sendto("\n".join(lines).encode(), address)
        except OSError:
            return
