"""The limits of the socket: too large, too many, too silent, gone."""

import asyncio
import json
import struct
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

pytestmark = pytest.mark.anyio
Told = Callable[..., Any]


async def test_a_message_too_large_closes(house: Any) -> None:
    async with house.listen() as client:
        await client.send('{"type":"control","x":"' + "y" * 70_000 + '"}')
        await client.wait_closed()
    assert client.close_code == 1009


@pytest.mark.parametrize("path", ["/ws/nowhere", "/elsewhere", "/"])
async def test_an_unknown_station_is_refused(house: Any, path: str) -> None:
    async with house.listen(path) as client:
        with pytest.raises(ConnectionClosed) as closed:
            await client.recv()
    assert closed.value.rcvd.code == 4404


async def test_a_full_server_says_so_until_someone_leaves(serve: Any, told: Told) -> None:
    async with serve(clients=1) as house:
        async with house.listen() as first:
            await told(first, "hello")
            async with house.listen() as second:
                error = json.loads(await second.recv())
                assert (error["code"], error["severity"]) == ("SERVER_OVERLOAD", "critical")
                with pytest.raises(ConnectionClosed) as closed:
                    await second.recv()
                assert closed.value.rcvd.code == 1013
        while (await house.http.get("/api/status")).json()["active_connections"]:
            await asyncio.sleep(0)
        async with house.listen() as third:
            await told(third, "hello")


async def _upgrade(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert b"101" in await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def test_a_silent_client_is_closed_with_1001(serve: Any) -> None:
    async with serve(heartbeat=0.5) as house:
        reader, writer = await _upgrade(house.port)
        everything = await reader.read()
        writer.close()
        await writer.wait_closed()
    assert b"\x89\x04" in everything
    assert struct.pack(">H", 1001) + b"silent for too long" in everything


async def test_any_byte_is_a_sign_of_life(serve: Any) -> None:
    async with serve(heartbeat=0.5) as house:
        reader, writer = await _upgrade(house.port)
        ping = b'{"type":"ping"}'
        pings = 0
        received = b""
        while pings < 4:
            writer.write(b"\x81" + bytes([0x80 | len(ping)]) + bytes(4) + ping)
            received += await reader.read(65_536)
            pings = received.count(b"\x89\x04")
        assert b"silent for too long" not in received
        writer.close()
        await writer.wait_closed()


async def test_clients_that_vanish_leave_nothing_behind(house: Any, told: Told) -> None:
    for _ in range(5):
        async with house.listen() as client:
            await told(client, "hello")
            client.transport.abort()
    while (await house.http.get("/api/status")).json()["active_connections"]:
        await asyncio.sleep(0)
    await house.play(3)
    await house.clock.advance(1)
    assert (await house.http.get("/api/metrics")).json()["disconnects"] == 5
