"""Clients that misbehave."""

import asyncio
import socket
from contextlib import suppress
from typing import Final

from benchmarks.broadcast.running import upgrade
from benchmarks.faults.scene import Scene
from benchmarks.startup import resident_mb
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

STALLED, CONNECTIONS, SHOUTING = 200, 2000, 20
_SECONDS: Final = 6.0
_BURST: Final = 50


async def stalled(scene: Scene) -> str:
    """Have two hundred listeners that read nothing."""
    before = resident_mb(scene.served.pid)
    sockets = await asyncio.to_thread(_opened, scene.served.port, STALLED, upgrade("auralis.json").encode())
    await asyncio.sleep(_SECONDS)
    grown = resident_mb(scene.served.pid) - before
    for one in sockets:
        one.close()
    return f"the server grew by {grown:.0f} MiB meanwhile"


async def connections(scene: Scene) -> str:
    """Open two thousand connections that ask for nothing, or for half of something."""
    sockets = await asyncio.to_thread(_opened, scene.served.port, CONNECTIONS, b"GET / HTTP/1.1\r\nHost: a")
    await asyncio.sleep(_SECONDS)
    for one in sockets:
        one.close()
    return f"{len(sockets):,} were opened"


async def messages(scene: Scene) -> str:
    """Have twenty sockets shout what can't be followed."""
    url = f"ws://127.0.0.1:{scene.served.port}/ws"
    said = await asyncio.gather(*(_shout(url) for _ in range(SHOUTING)))
    return f"{sum(said):,} messages were sent"


def _opened(port: int, count: int, request: bytes) -> list[socket.socket]:
    found = []
    for _ in range(count):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with suppress(OSError):
            one.connect(("127.0.0.1", port))
            one.sendall(request)
        found.append(one)
    return found


async def _shout(url: str) -> int:
    """Shout for some seconds, and come back whenever one is shown the door."""
    said, end = 0, asyncio.get_running_loop().time() + _SECONDS
    while asyncio.get_running_loop().time() < end:
        with suppress(ConnectionClosed, OSError, TimeoutError):
            async with connect(url, compression=None, proxy=None) as one:
                while asyncio.get_running_loop().time() < end:
                    for _ in range(_BURST):
                        await one.send('{"type":"control","bpm":[1e999')
                        said += 1
                    await asyncio.sleep(0.01)
    return said
