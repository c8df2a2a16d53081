"""The socket, by a real client over a real connection."""

import base64
import json
import struct
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from auralis.core import address
from auralis.streaming.chunk import SILENT
from auralis.streaming.fake_source import FakeSource

pytestmark = pytest.mark.anyio
Told = Callable[..., Any]


async def audio(client: ClientConnection, chunks: int) -> list[tuple[int, int, float, bytes]]:
    """Return the next binary chunks: seq, flags, timestamp, PCM."""
    found = []
    while len(found) < chunks:
        message = await client.recv()
        if isinstance(message, bytes):
            magic, flags, seq, timestamp = struct.unpack("<4sIQd", message[:24])
            assert magic == b"AUR1"
            found.append((seq, flags, timestamp, message[24:]))
    return found


async def test_hello_says_all_a_client_needs(house: Any) -> None:
    await house.play(4)
    async with house.listen() as client:
        assert client.subprotocol is None
        assert client.response.headers.get("Sec-WebSocket-Extensions") is None
        hello = json.loads(await client.recv())
        update = json.loads(await client.recv())
    assert hello["type"] == "hello"
    assert len(hello.pop("client_id")) == 36
    assert hello["station"] == "main"
    assert hello["sample_rate"] == 44_100
    assert hello["context"]["key"] == "D dorian"
    assert address.decode(hello["address"]) == house.source.recipe
    assert (hello["engine"], hello["seed"], hello["kit"]) == ("0.0.0", 7, "auralis")
    assert hello["formats"] == ["auralis.json", "auralis.pcm", "auralis.opus"]
    assert hello["format"] == "auralis.json"
    assert hello["seq"] == 5
    assert hello["server_time"].endswith("Z")
    assert update["type"] == "generation_update"
    assert update["next_phrase_in_ms"] == 31_600
    assert update["chords"][0]["symbol"] == "Dm9"


async def test_json_audio_is_exact_and_without_gaps(house: Any, told: Told) -> None:
    async with house.listen("/ws", "auralis.json") as client:
        assert client.subprotocol == "auralis.json"
        first = (await told(client, "hello"))["seq"]
        for seq in range(first, first + 12):
            await house.play()
            message = await told(client, "audio")
            assert (message["seq"], message["chunk_index"]) == (seq, seq)
            assert base64.b64decode(message["data"]) == FakeSource.pcm(seq).tobytes()
            assert (message["duration_ms"], message["channels"], message["format"]) == (100, 2, "int16_le")
            assert message["timestamp"] == 1_700_000_000.0


@pytest.mark.parametrize("rate", [44_100, 48_000])
async def test_binary_audio_is_exact_and_without_gaps(serve: Any, told: Told, rate: int) -> None:
    async with serve(rate=rate) as house, house.listen("/ws/main", "auralis.pcm") as client:
        assert client.subprotocol == "auralis.pcm"
        first = (await told(client, "hello"))["seq"]
        for seq in range(first, first + 12):
            await house.play()
            assert await audio(client, 1) == [
                (seq, 0, 1_700_000_000.0, FakeSource.pcm(seq, rate).tobytes()),
            ]


async def test_a_client_that_offers_only_foreign_forms_gets_json(house: Any, told: Told) -> None:
    async with house.listen() as client:
        await house.play()
        assert (await told(client, "audio"))["type"] == "audio"


async def test_reconnecting_continues_without_a_hole(house: Any) -> None:
    async with house.listen("/ws", "auralis.pcm") as client:
        await house.play(2)
        last = (await audio(client, 2))[-1][0]
    await house.play(30)
    async with house.listen(f"/ws?after={last}", "auralis.pcm") as client:
        await house.play()
        seqs = [seq for seq, *_ in await audio(client, 31)]
    assert seqs == list(range(last + 1, last + 32))


async def test_a_resume_that_makes_no_sense_is_named_and_plays_live(house: Any, told: Told) -> None:
    async with house.listen("/ws?after=-3", "auralis.pcm") as client:
        error = await told(client, "error")
        assert (error["code"], error["field"], error["value"]) == ("INVALID_CONTROL", "after", "-3")
        await house.play()
        assert len(await audio(client, 1)) == 1


async def test_a_listener_that_does_not_read_is_told_what_it_missed(house: Any, told: Told) -> None:
    async with (
        house.listen("/ws", "auralis.pcm", max_queue=1) as stuck,
        house.listen("/ws", "auralis.pcm") as quick,
    ):
        await told(quick, "hello")
        await told(stuck, "hello")
        heard: list[int] = []
        for _ in range(80):
            await house.play(5)
            heard += [seq for seq, *_ in await audio(quick, 5)]
        assert heard == list(range(heard[0], heard[0] + 400))
        overrun = await told(stuck, "error")
        assert (overrun["code"], overrun["severity"]) == ("BUFFER_OVERRUN", "info")
        await house.clock.advance(1)
        skipped, missed = (await house.http.get("/api/metrics")).json()["buffer_overflows"], overrun["count"]
        assert 300 < skipped < 400
        # The system may take a chunk between two skips, by its own clock; each of them is told.
        while missed < skipped:
            missed += (await told(stuck, "error"))["count"]
        assert missed == skipped
        stuck.transport.abort()


async def test_missing_audio_is_flagged_silence_and_announced(house: Any, told: Told) -> None:
    async with house.listen("/ws", "auralis.pcm") as client:
        first = (await told(client, "hello"))["seq"]
        await house.play(2, render=False)
        await audio(client, 2)
        await house.play(1, render=False)
        notice = await told(client, "error")
        ((seq, flags, _, pcm),) = await audio(client, 1)
    assert (notice["code"], notice["severity"], notice["seq"]) == ("BUFFER_UNDERRUN", "warning", first + 2)
    assert (seq, flags, pcm) == (first + 2, SILENT, bytes(17_640))


async def test_a_change_is_announced_to_everyone(house: Any, told: Told) -> None:
    async with house.listen() as one, house.listen("/ws", "auralis.pcm") as other:
        for client in (one, other):
            await told(client, "generation_update")
        await one.send('{"type":"control","bpm":75,"intensity":0.7,"timestamp":"2025-01-15T10:30:45Z"}')
        for client in (one, other):
            update = await told(client, "generation_update")
            assert (update["bpm"], update["intensity"]) == (75, 0.7)
            assert update["changes"][0]["set"] == {"bpm": 75, "intensity": 0.7}


@pytest.mark.parametrize(
    ("message", "name", "value"),
    [
        ({"type": "update_params", "bpm": 80}, "bpm", 80),
        ({"type": "preset", "name": "sleep"}, "preset", "sleep"),
        ({"type": "control", "intensity": 0, "boundary": "phrase"}, "intensity", 0),
    ],
)
async def test_every_way_to_control(house: Any, told: Told, message: dict, name: str, value: object) -> None:
    async with house.listen() as client:
        await told(client, "generation_update")
        await client.send(json.dumps(message))
        assert (await told(client, "generation_update"))["context"][name] == value


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ('{"type":"control","bpm":500}', "bpm"),
        ('{"type":"control","bpm":NaN}', "bpm"),
        ('{"type":"control","bpm":1e999}', "bpm"),
        ('{"type":"control","bpm":true}', "bpm"),
        ('{"type":"control","layers":{"pad":{"gain":-Infinity}}}', "layers.pad.gain"),
        ('{"type":"control","wobble":1}', "wobble"),
        ('{"type":"control","\\ud800":"\\udfff"}', "?"),
        ('{"type":"control","bpm":70,"boundary":"century"}', "boundary"),
        ('{"type":"control","bpm":70,"boundary":7}', "boundary"),
        ('{"type":"control"}', "settings"),
        ('{"type":"preset"}', "preset"),
        ('{"type":"sing"}', "type"),
        ("{}", "type"),
        ("[]", "message"),
        ("not json", "message"),
        ('"' + "x" * 60_000 + '"', "message"),
        ("9" * 60_000, "message"),
        ("[" * 60_000, "message"),
        ('{"a":' * 20 + "1" + "}" * 20, "message"),
        (b"\x00\x01", "message"),
        ('{"type":"report","latency_ms":10001}', "latency_ms"),
        ('{"type":"report","buffer_depth_ms":-1}', "buffer_depth_ms"),
        ('{"type":"report","tier":"gone"}', "tier"),
        ('{"type":"report","underruns":1.5}', "underruns"),
    ],
)
async def test_a_wrong_message_is_named_and_the_connection_stays(
    house: Any, told: Told, message: str | bytes, field: str
) -> None:
    before = house.source.context
    async with house.listen() as client:
        await client.send(message)
        error = await told(client, "error")
        assert (error["code"], error["severity"], error["field"]) == ("INVALID_CONTROL", "error", field)
        assert error["allowed"]
        assert "value" in error
        assert len(json.dumps(error)) < 1500
        assert error["timestamp"] == house.clock.unix()
        await client.send('{"type":"ping","client_time":"2025-01-15T10:30:45.123456Z"}')
        assert (await told(client, "pong"))["client_time"] == "2025-01-15T10:30:45.123456Z"
    assert house.source.context == before


async def test_the_clients_own_id_comes_back_with_an_error(house: Any, told: Told) -> None:
    async with house.listen() as client:
        await client.send('{"type":"control","bpm":1,"id":"abc"}')
        error = await told(client, "error")
        assert (error["id"], error["value"], error["allowed"]) == ("abc", 1, "40 to 200")


async def test_status_on_request(house: Any, told: Told) -> None:
    async with house.listen() as client:
        await client.send('{"type":"status_request"}')
        status = await told(client, "status")
    assert status["active_clients"] == 1
    assert status["buffer_depth_ms"] == 200.0
    assert status["server_time"] == "2023-11-14T22:13:20.000000Z"
    assert "synthesis_latency_ms" in status


async def test_an_emergency_is_answered_with_what_is_rendered_ahead(house: Any, told: Told) -> None:
    async with house.listen("/ws", "auralis.pcm") as client:
        first = (await told(client, "hello"))["seq"]
        house.source.render(4)
        await client.send('{"type":"report","tier":"emergency","buffer_depth_ms":40,"latency_ms":300}')
        assert [seq for seq, *_ in await audio(client, 6)] == list(range(first, first + 6))
        await house.play(7)
        assert [seq for seq, *_ in await audio(client, 1)] == [first + 6]
        await house.clock.advance(1)
        figures = (await house.http.get("/api/metrics")).json()
        assert figures["end_to_end_latency_ms"]["avg"] == 300
