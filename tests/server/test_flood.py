"""One listener misbehaves: the others hear what they would have heard."""

import asyncio
import socket
import struct
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from auralis.streaming.fake_source import FakeSource

pytestmark = pytest.mark.anyio


async def hears(client: Any, house: Any, chunks: int) -> None:
    for _ in range(chunks):
        await house.play()
        while not isinstance(message := await client.recv(), bytes):
            pass
        (seq,) = struct.unpack_from("<Q", message, 8)
        assert message[24:] == FakeSource.pcm(seq).tobytes()


async def test_a_flood_is_bounded_told_and_in_the_end_closed(house: Any, told: Any) -> None:
    async with house.listen() as loud, house.listen("/ws", "auralis.pcm") as calm:
        await told(calm, "hello")

        async def shout() -> None:
            while True:
                for _ in range(100):
                    await loud.send("not json")
                await asyncio.sleep(0)

        async def ears() -> list[str]:
            heard = []
            while True:
                heard.append(await loud.recv())

        shouting, hearing = asyncio.create_task(shout()), asyncio.create_task(ears())
        await hears(calm, house, 3)
        with pytest.raises(ConnectionClosed) as closed:
            await hearing
        with pytest.raises(ConnectionClosed):
            await shouting
        await hears(calm, house, 3)
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1008, "too many messages")
    assert house.source.context["bpm"] == 60


async def test_a_flood_is_named_once_a_second(house: Any, told: Any) -> None:
    async with house.listen() as client:
        for _ in range(300):
            await client.send('{"type":"ping"}')
        error = await told(client, "error")
        assert (error["code"], error["field"]) == ("INVALID_CONTROL", "messages")
        assert error["allowed"] == "at most 100 a second"
        await house.clock.advance(2)
        await client.send('{"type":"ping"}')
        assert (await told(client, "pong"))["type"] == "pong"


async def test_who_reads_nothing_for_a_minute_is_parted_with(house: Any, told: Any) -> None:
    raw = socket.create_connection(("127.0.0.1", house.port))
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.sendall(
        b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    async with house.listen("/ws", "auralis.pcm") as calm:
        await told(calm, "hello")
        while (await house.http.get("/api/status")).json()["active_connections"] < 2:
            await asyncio.sleep(0)
        for _ in range(800):
            await hears(calm, house, 1)
            if house.clock.monotonic() > 1060:
                break
        while (await house.http.get("/api/status")).json()["active_connections"] > 1:
            await hears(calm, house, 10)
    assert house.clock.monotonic() < 1100
    raw.close()
