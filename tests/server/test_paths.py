"""No name in a request leads out of the folders that are served."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest

from auralis.library.user_presets import UserPresets
from tests.library.shelf import workshop
from tests.server.routes import SOCKET, routes_of

pytestmark = pytest.mark.anyio
HIDDEN: Final = "what nobody may read"
WAYS: Final = (
    "../secret.txt",
    "../../secret.txt",
    "..%2fsecret.txt",
    "%2e%2e/secret.txt",
    "%2e%2e%2fsecret.txt",
    "..%252fsecret.txt",
    "..%5csecret.txt",
    "....//secret.txt",
    "/secret.txt",
    "%2fsecret.txt",
    "./secret.txt",
    "secret.txt%00",
    "secret.txt%00.flac",
    "file:///secret.txt",
    "%c0%ae%c0%ae/secret.txt",
    "link.txt",
)


@pytest.fixture
async def shelves(serve: Any, tmp_path: Path) -> AsyncIterator[Any]:
    """Serve a page, a library and presets, beside which lies what nobody may read; a link leads to it."""
    (tmp_path / "secret.txt").write_text(HIDDEN)
    inner = tmp_path / "served"
    for folder in ("web", "library", "presets"):
        (inner / folder).mkdir(parents=True)
        (inner / folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (inner / "secret.txt").write_text(HIDDEN)
    (inner / "presets" / "secret.json").write_text(HIDDEN)
    (inner / "web" / "index.html").write_text("<!doctype html>")
    exports = workshop(inner / "library", tmp_path / "gate", 1 << 30)
    async with AsyncExitStack() as stack:
        options = {"exports": exports, "presets": UserPresets(inner / "presets"), "web_folder": inner / "web"}
        yield await stack.enter_async_context(serve(**options))


def _paths(app: Any) -> list[tuple[str, str]]:
    """Return every method and path in which a request names something."""
    return [(method, path) for method, path in routes_of(app) if "{" in path and method != SOCKET]


async def _raw(house: Any, method: str, target: str) -> tuple[int, str]:
    """Ask for a path as it is: clients put dots in order before they ask."""
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    body = b"{}" if method in ("POST", "PATCH") else b""
    head = f"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    answer = (await reader.read()).decode("utf-8", "replace")
    writer.close()
    return int(answer.split(" ", 2)[1]), answer


async def test_no_name_in_a_path_leads_out(shelves: Any, tmp_path: Path) -> None:
    everything = {str(path) for path in tmp_path.rglob("*")}
    routes = _paths(shelves.app)
    assert len(routes) > 15
    for method, path in (*routes, ("GET", "/{page}"), ("GET", "/style/{page}")):
        before, _, rest = path.partition("{")
        after = rest.partition("}")[2].replace("{number:int}", "1")
        for way in WAYS:
            status, answer = await _raw(shelves, method, f"{before}{way}{after}")
            assert HIDDEN not in answer, (method, path, way)
            assert "root:" not in answer
            assert status < 500, (method, path, way, answer)
    assert {str(path) for path in tmp_path.rglob("*")} == everything


@pytest.mark.parametrize("field", ["moment", "format", "station", "address", "title"])
async def test_no_name_in_a_body_leads_out(shelves: Any, field: str) -> None:
    for way in ("../secret.txt", "/etc/passwd", "..", ".", "\x00", "a/../../secret.txt", "~root"):
        body = {"moment": "m222222222", "format": "flac"} if field in ("moment", "format") else {"minutes": 1}
        for path in ("exports", "moments"):
            answer = await shelves.http.post(f"/api/v1/{path}", json={**body, field: way})
            assert answer.status_code < 500
            assert HIDDEN not in answer.text
    for kit in ("../secret.txt", "/etc", "a/b"):
        answer = await shelves.http.post("/api/v1/stations", json={"kit": kit})
        assert (answer.status_code, answer.json()["field"]) == (422, "kit")


@pytest.mark.parametrize("name", ["station", "moment", "before", "address", "name", "text"])
async def test_no_name_in_a_query_leads_out(shelves: Any, name: str) -> None:
    for way in WAYS:
        for path in ("status", "night", "moments", "exports", "qr.svg", "presets"):
            answer = await shelves.http.get(f"/api/v1/{path}?{name}={quote(way, safe='%')}")
            assert answer.status_code < 500
            assert HIDDEN not in answer.text
