"""Listeners of every kind, in this process: each asks the application as uvicorn would."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from benchmarks.soak.simulated_connection import SimulatedConnection
from fastapi import FastAPI

_SCOPE: Final = {
    "http_version": "1.1", "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    "headers": [(b"host", b"127.0.0.1")], "query_string": b"", "extensions": {}, "asgi": {"version": "3.0"},
}  # fmt: skip
_LOOK_S: Final = 0.001
_PATIENCE_S: Final = 5


async def by_socket(
    app: FastAPI, path: str, form: str, connection: SimulatedConnection | None = None
) -> None:
    """Listen on a socket until cancelled; with a `connection` the broadcaster writes straight to it."""
    scope = {**_SCOPE, "type": "websocket", "scheme": "ws", "subprotocols": [form]}
    state = {} if connection is None else {"connection": connection}
    first, last = {"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1001}
    await _ask(app, {**scope, **_path(path), "state": state}, first, last, connection)


async def by_stream(app: FastAPI, path: str) -> None:
    """Listen to a stream over plain HTTP, until cancelled."""
    scope = {**_SCOPE, "type": "http", "scheme": "http", "method": "GET"}
    first = {"type": "http.request", "body": b"", "more_body": False}
    await _ask(app, {**scope, **_path(path), "state": {}}, first, {"type": "http.disconnect"}, None)


def _path(path: str) -> Mapping[str, object]:
    return {"path": path, "raw_path": path.encode()}


async def _ask(
    app: FastAPI,
    scope: Mapping[str, Any],
    first: Mapping[str, Any],
    last: Mapping[str, Any],
    connection: SimulatedConnection | None,
) -> None:
    """Ask an application for something without end, and hang up when this is cancelled."""
    said = asyncio.Queue[Any]()
    said.put_nowait(first)

    async def send(_: Any) -> None:
        while connection is not None and connection.stuck:
            await asyncio.sleep(_LOOK_S)

    asking = asyncio.create_task(app(dict(scope), said.get, send))  # type: ignore[arg-type]
    try:
        await asyncio.shield(asking)
    finally:
        if connection is not None:
            connection.stuck = False
        said.put_nowait(last)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(asking), _PATIENCE_S)
