"""Plain HTTP streams and HLS, by real clients over real connections."""

import asyncio
import re
import struct
from typing import Any

import pytest

from auralis.streaming.fake_source import FakeSource
from auralis.streaming.icy import INTERVAL

pytestmark = pytest.mark.anyio
HEADER = 44


class Body:
    """A response's body, read as far as asked."""

    def __init__(self, response: Any) -> None:
        self._parts = response.aiter_raw()
        self._held = b""

    async def read(self, size: int) -> bytes:
        async with asyncio.timeout(30):
            while len(self._held) < size:
                self._held += await anext(self._parts)
        data, self._held = self._held[:size], self._held[size:]
        return data


async def listeners(house: Any, count: int) -> None:
    """Wait until so many listen."""
    async with asyncio.timeout(30):
        while (await house.http.get("/api/v1/status")).json()["active_clients"] != count:
            await asyncio.sleep(0.01)


async def test_wav_is_what_was_just_played_and_then_what_plays(house: Any) -> None:
    await house.play(40)
    async with house.http.stream("GET", "/stream/main.wav") as response:
        assert response.status_code == 200
        assert response.headers["content-type"] == "audio/wav"
        assert response.headers["cache-control"] == "no-store"
        assert "icy-metaint" not in response.headers
        body = Body(response)
        assert (await body.read(HEADER))[:4] == b"RIFF"
        first = 41 - 30
        for seq in range(first, 41):
            assert await body.read(17_640) == FakeSource.pcm(seq).tobytes()
        for seq in range(41, 50):
            await house.play()
            assert await body.read(17_640) == FakeSource.pcm(seq).tobytes()
        status = (await house.http.get("/api/v1/status")).json()
        assert status["active_clients"] == 1


async def test_titles_stand_inside_the_stream_where_asked_for(house: Any) -> None:
    await house.play(40)
    asked = {"Icy-MetaData": "1"}
    async with house.http.stream("GET", "/stream/main.mp3", headers=asked) as response:
        assert response.headers["icy-metaint"] == str(INTERVAL)
        assert response.headers["icy-name"] == "Auralis main"
        assert (response.headers["icy-br"], response.headers["icy-genre"]) == ("192", "ambient")
        body = Body(response)
        audio = await body.read(INTERVAL)
        assert audio[0] == 0xFF
        assert audio[1] & 0xE0 == 0xE0
        size = 16 * (await body.read(1))[0]
        title = (await body.read(size)).rstrip(b"\0").decode()
        assert title == "StreamTitle='main · focus · D dorian · Dm9';"
        await body.read(INTERVAL)
        assert await body.read(1) == b"\0"


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("mp3", "audio/mpeg"),
        ("opus", "audio/ogg"),
        ("flac", "audio/flac"),
        ("wav", "audio/wav"),
        ("aac", "audio/aac"),
    ],
)
async def test_head_says_what_there_would_be_and_ends(house: Any, form: str, kind: str) -> None:
    async with asyncio.timeout(30):
        answer = await house.http.head(f"/stream/main.{form}", headers={"Icy-MetaData": "1"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["icy-metaint"] == "16000"
    assert answer.content == b""
    assert "content-length" not in answer.headers
    assert (await house.http.get("/api/v1/status")).json()["active_clients"] == 0


@pytest.mark.parametrize(
    ("path", "field", "allowed"),
    [
        ("nowhere.mp3", "station", "main"),
        ("nowhere.m3u", "station", "main"),
        ("main.ogg", "form", "aac, flac, mp3, opus, wav, m3u, pls"),
        ("main", "form", "aac, flac, mp3, opus, wav, m3u, pls"),
        ("nowhere/index.m3u8", "station", "main"),
        ("nowhere/3.aac", "station", "main"),
    ],
)
async def test_what_there_is_not_is_named(house: Any, path: str, field: str, allowed: str) -> None:
    answer = await house.http.get(f"/stream/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["field"], answer.json()["allowed"]) == (field, allowed)


async def test_playlists_name_the_stream_as_the_client_reached_it(house: Any) -> None:
    m3u = await house.http.get("/stream/main.m3u", headers={"Host": "radio.example:81"})
    assert m3u.headers["content-type"].startswith("audio/x-mpegurl")
    assert m3u.text.splitlines() == [
        "#EXTM3U",
        "#EXTINF:-1,Auralis main",
        "http://radio.example:81/stream/main.mp3",
    ]
    pls = await house.http.get("/stream/main.pls")
    assert pls.headers["content-type"].startswith("audio/x-scpls")
    assert f"File1=http://127.0.0.1:{house.port}/stream/main.mp3" in pls.text.splitlines()


async def test_streams_are_no_part_of_openapi(house: Any) -> None:
    paths = (await house.http.get("/openapi.json")).json()["paths"]
    assert not [path for path in paths if path.startswith("/stream")]


async def test_a_full_server_says_when_to_come_again(serve: Any) -> None:
    async with serve(clients=1) as house, house.http.stream("GET", "/stream/main.wav") as response:
        body = Body(response)
        await body.read(HEADER)
        for path in ("main.mp3", "main/index.m3u8"):
            answer = await house.http.get(f"/stream/{path}")
            assert answer.status_code == 429
            assert int(answer.headers["retry-after"]) > 0


async def test_a_client_that_is_gone_is_forgotten(house: Any) -> None:
    async with house.http.stream("GET", "/stream/main.opus") as response:
        body = Body(response)
        assert await body.read(4) == b"OggS"
        status = (await house.http.get("/api/v1/status")).json()
        assert status["active_clients"] == 1
    await listeners(house, 0)


async def test_one_that_does_not_read_skips_forward_and_the_others_hear_all(house: Any) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port, limit=1024)
    writer.write(b"GET /stream/main.wav HTTP/1.0\r\n\r\n")
    stuck = b""
    while b"\r\n\r\n" not in stuck:
        stuck += await reader.read(100)
    async with house.http.stream("GET", "/stream/main.wav") as quick:
        body = Body(quick)
        await body.read(HEADER)
        for heard in range(1, 401, 5):
            await house.play(5)
            for seq in range(heard, heard + 5):
                assert await body.read(17_640) == FakeSource.pcm(seq).tobytes()
    last = FakeSource.pcm(400).tobytes()
    while last not in stuck[-20_000:]:
        stuck += await asyncio.wait_for(reader.read(1 << 16), 30)
    audio = stuck.partition(b"\r\n\r\n")[2][HEADER:]
    played = b"".join(FakeSource.pcm(seq).tobytes() for seq in range(401))
    missing = (len(played) - played.index(audio[:17_640]) - len(audio)) // 17_640
    assert 300 < missing < 400
    await house.clock.advance(1)
    assert (await house.http.get("/api/metrics")).json()["buffer_overflows"] == missing
    writer.transport.abort()


async def test_one_that_reads_nothing_for_a_minute_is_closed(house: Any) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port, limit=1024)
    writer.write(b"GET /stream/main.wav HTTP/1.0\r\n\r\n")
    await reader.read(100)
    # The system takes a little more now and then, by its own clock: the minute begins anew with each chunk.
    for _ in range(40):
        await house.play(5 * 25)
        if (await house.http.get("/api/v1/status")).json()["active_clients"] == 0:
            break
    else:
        pytest.fail("it was never closed")
    assert len(await asyncio.wait_for(reader.read(), 30)) < 400_000
    writer.transport.abort()


async def test_hls_lists_whole_segments_on_a_grid(house: Any) -> None:
    await house.play(100)
    first = await house.http.get("/stream/main/index.m3u8")
    assert first.headers["content-type"] == "application/vnd.apple.mpegurl"
    numbers = [int(n) for n in re.findall(r"^(\d+)\.aac$", first.text, re.MULTILINE)]
    assert numbers == [1]
    data = (await house.http.get("/stream/main/1.aac")).content
    assert data[:3] == b"ID3"
    for _ in range(8):
        await house.play(50)
        await house.http.get("/stream/main/index.m3u8")
    later = (await house.http.get("/stream/main/index.m3u8")).text
    numbers = [int(n) for n in re.findall(r"^(\d+)\.aac$", later, re.MULTILINE)]
    assert numbers == list(range(numbers[0], numbers[0] + 6))
    assert f"#EXT-X-MEDIA-SEQUENCE:{numbers[0]}" in later
    assert numbers[-1] == 502 * 4410 // (192 * 1024) - 1
    old = await house.http.get("/stream/main/1.aac")
    assert old.status_code == 404
    assert old.headers["content-type"] == "application/problem+json"


async def leap(house: Any, seconds: int) -> None:
    """Let seconds pass at once; a tenth follows, in which everyone finds out."""
    house.stage.play(10 * seconds)
    house.clock.jump(seconds)
    await house.play()


async def test_hls_rests_when_nobody_asks_any_more(house: Any) -> None:
    await house.play(100)
    for name in ("one", "other"):
        await house.http.get("/stream/main/index.m3u8", headers={"User-Agent": name})
    await listeners(house, 2)
    await leap(house, 21)
    await listeners(house, 1)
    await leap(house, 40)
    await listeners(house, 0)
    again = await house.http.get("/stream/main/index.m3u8")
    assert re.findall(r"^(\d+)\.aac$", again.text, re.MULTILINE)


async def test_opus_on_a_socket_is_what_is_in_ogg(house: Any, told: Any) -> None:
    await house.play(40)
    async with (
        house.listen("/ws", "auralis.opus") as client,
        house.http.stream("GET", "/stream/main.opus") as response,
    ):
        hello = await told(client, "hello")
        assert hello["format"] == "auralis.opus"
        body = Body(response)
        pages = {}
        message = b""
        await house.play(3)
        while not isinstance(message, bytes) or len(message) < 100:
            message = await asyncio.wait_for(client.recv(), 30)
        magic, flags, seq, _ = struct.unpack("<4sIQd", message[:24])
        assert (magic, flags, seq) == (b"AUR1", 0, hello["seq"])
        packets, left = [], message[24:]
        while left:
            size = 2 + int.from_bytes(left[:2], "little")
            packets.append(left[2:size])
            left = left[size:]
        assert len(packets) == 5
        while seq + 2 not in pages:
            head = await body.read(27)
            lacing = await body.read(head[26])
            pages[int.from_bytes(head[18:22], "little")] = await body.read(sum(lacing))
        assert pages[seq + 2] == b"".join(packets)


async def test_streams_end_with_the_server(serve: Any, caplog: pytest.LogCaptureFixture) -> None:
    async with serve() as house:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(b"GET /stream/main.wav HTTP/1.1\r\nHost: here\r\n\r\n")
        await reader.readuntil(b"WAVE")
    await asyncio.wait_for(reader.read(), 30)
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "WARNING")]
    writer.close()


async def test_a_station_that_is_closed_ends_its_streams(house: Any) -> None:
    made = (await house.http.post("/api/v1/stations", json={"seed": 5})).json()
    name, token = made["name"], made["owner_token"]
    async with house.http.stream("GET", f"/stream/{name}.wav") as response:
        body = Body(response)
        await body.read(HEADER)
        owner = {"Authorization": f"Bearer {token}"}
        assert (await house.http.delete(f"/api/v1/stations/{name}", headers=owner)).status_code == 204
        with pytest.raises(StopAsyncIteration):
            await body.read(10_000_000)
    assert (await house.http.get(f"/stream/{name}.wav")).status_code == 404
