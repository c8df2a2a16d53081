"""Every request has a name and a line, and no line has a secret."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from auralis.observability.logs import configure

pytestmark = pytest.mark.anyio
SECRET = "-".join(("s3cr3t", "Value_9"))


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure("DEBUG", json=True, stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def events(lines: io.StringIO, name: str) -> list[dict[str, Any]]:
    return [line for text in lines.getvalue().splitlines() if (line := json.loads(text))["event"] == name]


async def awaited(lines: io.StringIO, name: str) -> dict[str, Any]:
    while not (found := events(lines, name)):
        await asyncio.sleep(0)
    return found[0]


async def test_a_request_has_a_line_with_its_name(lines: io.StringIO, house: Any) -> None:
    answer = await house.http.get("/api/status", headers={"X-Request-ID": "from-proxy.1"})
    assert answer.headers["X-Request-ID"] == "from-proxy.1"
    line = await awaited(lines, "request")
    assert (line["request_id"], line["method"], line["path"]) == ("from-proxy.1", "GET", "/api/status")
    assert (line["status"], line["level"], line["client"]) == (200, "debug", "127.0.0.1")
    assert line["bytes"] == len(answer.content)


async def test_a_change_is_told_at_info(lines: io.StringIO, house: Any) -> None:
    await house.http.post("/api/v1/control", json={"bpm": 50})
    line = await awaited(lines, "request")
    assert (line["method"], line["status"], line["level"]) == ("POST", 200, "info")


@pytest.mark.parametrize("odd", ["", "a b", "x" * 65, "naïve", "a\tb"])
async def test_an_odd_name_is_replaced(house: Any, odd: str) -> None:
    answer = await house.http.get("/api/status", headers={"X-Request-ID": odd.encode()})
    assert len(answer.headers["X-Request-ID"]) == 16


async def test_a_problem_says_which_request_it_was(house: Any) -> None:
    answer = await house.http.get("/api/v1/ready?station=nowhere")
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]


async def test_what_breaks_has_the_name_in_traceback_problem_and_header(
    lines: io.StringIO, house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(house.source), "context", property(lambda _: 1 / 0))
    answer = await house.http.get("/api/v1/status", params={"token": SECRET})
    assert answer.status_code == 500
    name = answer.headers["X-Request-ID"]
    assert answer.json()["request_id"] == name
    traceback = [line for line in map(json.loads, lines.getvalue().splitlines()) if "exception" in line]
    assert [line["request_id"] for line in traceback] == [name]
    assert "ZeroDivisionError" in traceback[0]["exception"]
    assert (await awaited(lines, "request"))["level"] == "error"


async def test_a_socket_opens_and_closes_with_figures(lines: io.StringIO, house: Any, told: Any) -> None:
    headers = {"X-Request-ID": "socket-1"}
    async with house.listen("/ws", "auralis.pcm", additional_headers=headers) as client:
        assert client.response.headers["X-Request-ID"] == "socket-1"
        hello = await told(client, "hello")
        await house.play(3)
    opened, closed = await awaited(lines, "socket_opened"), await awaited(lines, "socket_closed")
    for line in (opened, closed):
        assert (line["request_id"], line["client_id"]) == ("socket-1", hello["client_id"])
        assert (line["station"], line["form"], line["level"]) == ("main", "auralis.pcm", "info")
    assert closed["seconds"] == pytest.approx(0.3)
    assert closed["chunks"] + closed["skipped"] >= 1


async def test_a_stream_opens_and_closes_with_figures(lines: io.StringIO, house: Any) -> None:
    async with house.http.stream("GET", "/stream/main.wav") as answer:
        name = answer.headers["X-Request-ID"]
        parts = answer.aiter_bytes()
        await anext(parts)
        await house.play(3)
        await anext(parts)
    closed = await awaited(lines, "stream_closed")
    assert (closed["request_id"], closed["station"], closed["form"]) == (name, "main", "wav")
    assert closed["chunks"] >= 1


async def test_a_socket_that_is_refused_has_a_line(lines: io.StringIO, house: Any) -> None:
    async with house.listen(f"/ws/nowhere?token={SECRET}") as client:
        await client.wait_closed()
    line = await awaited(lines, "socket_refused")
    assert (line["code"], line["path"], line["why"]) == (4404, "/ws/nowhere", "no such station")
    assert events(lines, "socket_opened") == []


async def test_stations_outlive_the_request_that_opened_them(lines: io.StringIO, house: Any) -> None:
    await house.http.post("/api/v1/stations", json={})
    main, station = house.stage.sources
    station.ring.read = lambda _: 1 / 0
    await house.play(2)
    failed = await awaited(lines, "broadcast_failed")
    assert failed["station"] == station.name != main.name
    assert "request_id" not in failed


async def test_no_line_has_a_token(lines: io.StringIO, house: Any, told: Any) -> None:
    bearer = {"Authorization": f"Bearer {SECRET}"}
    for path in ("/", "/api/status", "/nowhere", "/api/v1/ready", "/stream/main.m3u", "/m/x", "/metrics"):
        await house.http.get(path, params={"token": SECRET}, headers=bearer)
    await house.http.post(f"/api/v1/control?token={SECRET}", json={"bpm": 1}, headers=bearer)
    await house.http.request("DELETE", f"/api/v1/stations/main?token={SECRET}", headers=bearer)
    async with house.listen(f"/ws?token={SECRET}", additional_headers=bearer) as client:
        await told(client, "hello")
    async with house.listen(f"/ws/nowhere?token={SECRET}") as client:
        await client.wait_closed()
    query = {"params": {"token": SECRET}, "headers": bearer}
    async with house.http.stream("GET", "/stream/main.wav", **query) as answer:
        parts = answer.aiter_bytes()
        await anext(parts)
    await awaited(lines, "stream_closed")
    assert len(events(lines, "request")) >= 9
    assert SECRET not in lines.getvalue()
    assert "[accepted]" not in lines.getvalue()
    assert "uvicorn.access" not in lines.getvalue()
