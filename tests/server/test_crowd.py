"""A crowd at one server in real time: the slow and the restless cost nobody else a chunk."""

import asyncio
import os
import socket
import struct
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from websockets.asyncio.client import connect

from tests.server.crowd_server import READY

pytestmark = pytest.mark.anyio
LONG_S = float(os.environ.get("AURALIS_SOAK_S", "600"))
PATIENCE_S = 30
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


@asynccontextmanager
async def serving() -> AsyncIterator[int]:
    """Run a server in a process of its own; yields its port."""
    command = [sys.executable, "-m", "tests.server.crowd_server"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    said = (await process.stdout.readline()).decode()
    assert said.startswith(READY), said
    try:
        yield int(said.split()[-1])
    finally:
        process.terminate()
        await process.wait()


class Guest:
    """Reads binary audio and notes each chunk's number and whether it was silence."""

    def __init__(self, port: int) -> None:
        self.address = f"ws://127.0.0.1:{port}/ws"
        self.seqs: list[int] = []
        self.overruns = 0

    async def stay(self, *, leave_after: int | None = None) -> None:
        """Listen until cancelled, or coming back every so many chunks with the last number."""
        while True:
            resume = f"?after={self.seqs[-1]}" if self.seqs else ""
            async with connect(
                self.address + resume, subprotocols=["auralis.pcm"], compression=None, ping_interval=None
            ) as client:
                begun = len(self.seqs)
                while leave_after is None or len(self.seqs) - begun < leave_after:
                    self.note(await client.recv())

    def note(self, message: str | bytes) -> None:
        if isinstance(message, str):
            self.overruns += "BUFFER_OVERRUN" in message
            return
        self.seqs.append(struct.unpack_from("<Q", message, 8)[0])


def slow(port: int) -> socket.socket:
    """Return a client that asks, and reads nothing."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.connect(("127.0.0.1", port))
    one.sendall(UPGRADE)
    return one


async def crowd(seconds: float, steady: int, slow_ones: int, restless: int) -> None:
    async with serving() as port:
        stuck = [slow(port) for _ in range(slow_ones)]
        guests = [Guest(port) for _ in range(steady)]
        others = [Guest(port) for _ in range(restless)]
        tasks = [asyncio.create_task(guest.stay()) for guest in guests]
        tasks += [asyncio.create_task(one.stay(leave_after=5 + n)) for n, one in enumerate(others)]
        try:
            async with asyncio.timeout(seconds + PATIENCE_S * 4):
                while min(len(guest.seqs) for guest in (*guests, *others)) < 10 * seconds:
                    await asyncio.sleep(0.1)
                    for task in tasks:
                        if task.done():
                            task.result()
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            for one in stuck:
                one.close()
    for guest in (*guests, *others):
        assert guest.seqs == list(range(guest.seqs[0], guest.seqs[-1] + 1)), "a chunk is missing"
        assert guest.overruns == 0


async def test_fifty_listeners_hear_every_chunk_beside_the_slow_and_the_restless() -> None:
    await crowd(5, 44, 3, 3)


@pytest.mark.soak
@pytest.mark.timeout(LONG_S * 2 + 300)
async def test_five_hundred_listeners_hear_every_chunk_beside_the_slow_and_the_restless() -> None:
    await crowd(LONG_S, 460, 20, 20)
