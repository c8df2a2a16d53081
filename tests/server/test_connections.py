"""Connections: over TLS, too many, too slow, too long."""

import asyncio
import re
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme
from websockets.asyncio.client import connect

from auralis.server.wire import Connections, HttpProtocol

pytestmark = pytest.mark.anyio
Told = Callable[..., Any]
GET = b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def trust() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(trust: trustme.CA, tmp_path: Path) -> Connections:
    issued = trust.issue_cert("127.0.0.1")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    key.write_bytes(issued.private_key_pem.bytes())
    certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    return Connections(certificate=certificate, key=key)


async def test_everything_goes_over_tls(serve: Any, told: Told, trust: trustme.CA, tls: Connections) -> None:
    trusting = ssl.create_default_context()
    trust.configure_trust(trusting)
    async with serve(bounds=tls, verify=trusting) as house:
        page = await house.http.get("/")
        assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert (
            f"https://127.0.0.1:{house.port}/stream/main.mp3"
            in (await house.http.get("/stream/main.m3u")).text
        )
        origin = f"https://127.0.0.1:{house.port}"
        address = f"wss://127.0.0.1:{house.port}/ws"
        async with connect(address, ssl=trusting, origin=origin, subprotocols=["auralis.pcm"]) as client:
            first = (await told(client, "hello"))["seq"]
            heard = []
            while len(heard) < 20:
                await house.play()
                while not isinstance(message := await client.recv(), bytes):
                    pass
                heard.append(int.from_bytes(message[8:16], "little"))
            assert heard == list(range(first, first + 20))
        async with house.http.stream("GET", "/stream/main.wav") as stream:
            assert (await anext(stream.aiter_raw()))[:4] == b"RIFF"


async def _ended(reader: asyncio.StreamReader) -> bytes:
    """Return what is heard until the server hangs up."""
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """Return the body of the next answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    (length,) = re.findall(rb"(?i)content-length: (\d+)", head)
    return await reader.readexactly(int(length))


@pytest.mark.parametrize("begun", [b"", b"GET / HT", GET, GET + b"X-Slow: "])
async def test_who_does_not_say_what_he_wants_is_hung_up_on(serve: Any, begun: bytes) -> None:
    async with serve(bounds=Connections(headers_s=0.3)) as house:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(begun)
        assert await _ended(reader) == b""
        writer.close()


async def test_saying_it_letter_by_letter_is_no_way_round(serve: Any) -> None:
    async with serve(bounds=Connections(headers_s=0.5)) as house:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(GET + b"\r\n")
        assert b"healthy" in await _answer(reader)
        writer.write(GET)
        ended = asyncio.create_task(_ended(reader))
        while not ended.done():
            writer.write(b"X: y\r\n")
            await asyncio.wait((ended,), timeout=0.02)
        assert ended.result() == b""
        writer.close()


async def test_sockets_and_streams_outlive_the_patience_for_headers(serve: Any, told: Told) -> None:
    async with (
        serve(bounds=Connections(headers_s=0.2)) as house,
        house.listen() as client,
        house.http.stream("GET", "/stream/main.wav") as stream,
    ):
        parts = stream.aiter_raw()
        await anext(parts)
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        await _ended(reader)
        writer.close()
        await client.send('{"type":"ping"}')
        await told(client, "pong")
        await house.play(5)
        assert await anext(parts)


async def test_there_are_so_many_connections_and_no_more(serve: Any) -> None:
    async with serve(bounds=Connections(per_address=3)) as house:
        held = [await asyncio.open_connection("127.0.0.1", house.port) for _ in range(3)]
        for _reader, writer in held:
            writer.write(GET)
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        assert await _ended(reader) == b""
        writer.close()
        held[0][1].write(b"\r\n")
        assert b"healthy" in await _answer(held[0][0])
        for _reader, writer in held:
            writer.close()
        while (await _status(house.port)) != b"HTTP/1.1 200 OK":
            await asyncio.sleep(0)


async def _status(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(GET + b"Connection: close\r\n\r\n")
    answer = await _ended(reader)
    writer.close()
    return answer.partition(b"\r\n")[0]


async def test_no_answer_waits_for_the_last_to_be_acknowledged(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[asyncio.Transport] = []
    plain = HttpProtocol.connection_made

    def noted(self: HttpProtocol, transport: asyncio.Transport) -> None:
        plain(self, transport)
        made.append(transport)

    monkeypatch.setattr(HttpProtocol, "connection_made", noted)
    async with serve() as house:
        await house.http.get("/api/v1/health")
        (transport,) = made
        taken = transport.get_extra_info("socket")
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def test_headers_are_bounded(house: Any) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(GET + b"X: " + b"y" * 100_000)
    assert b" 400 " in (await _ended(reader))[:20]
    writer.close()
