"""A real server on a loopback port, with a station and a clock that the test moves."""

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect

from auralis.core.recipe import Recipe
from auralis.library.exports import Exports
from auralis.library.user_presets import UserPresets
from auralis.server.access import Policy
from auralis.server.application import create_app
from auralis.server.connections import Connections
from auralis.server.limits import Limits
from auralis.server.serving import serving
from auralis.streaming.fake_source import FakeSource
from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.manual_clock import ManualClock
from tests.server.access import guarded


@dataclass
class House:
    stage: FakeStage
    source: FakeSource
    clock: ManualClock
    port: int
    http: httpx.AsyncClient
    app: FastAPI

    async def play(self, chunks: int = 1, *, render: bool = True) -> None:
        """Let a tenth of a second pass for each chunk."""
        for _ in range(chunks):
            if render:
                self.stage.play()
            await self.clock.advance(0.1)

    def listen(self, path: str = "/ws", *forms: str, **options: Any) -> connect:
        return connect(f"ws://127.0.0.1:{self.port}{path}", subprotocols=forms or None, **options)


Serve = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def web(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<!doctype html><title>Auralis</title>")
    (tmp_path / "app.js").write_text("export {};\n")
    (tmp_path / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return tmp_path


@pytest.fixture
def serve(web: Path) -> Serve:
    @asynccontextmanager
    async def run(
        rate: int = 44_100,
        heartbeat: float = 30.0,
        room: int = 100,
        stations: tuple[str, ...] = (),
        most: int = 100,
        exports: Exports | None = None,
        presets: UserPresets | None = None,
        policy: Policy | None = None,
        bounds: Connections | None = None,
        verify: ssl.SSLContext | None = None,
        web_folder: Path | None = None,
        **limits: Any,
    ) -> AsyncIterator[House]:
        clock = ManualClock()
        stage = FakeStage(clock, room)
        for name in ("main", *stations):
            await stage.open(name, Recipe("0.0.0", 7, "auralis", rate, {}))
        room_for = Limits(stations=most, **limits)
        kept = {"exports": exports, "presets": presets, "policy": policy}
        app = create_app(stage, version="9.9.9", web=web_folder or web, clock=clock, limits=room_for, **kept)
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            port = listening.getsockname()[1]
            server = uvicorn.Server(
                serving(app, host="127.0.0.1", port=port, heartbeat=heartbeat, bounds=bounds)
            )
            running = asyncio.create_task(server.serve(sockets=[listening]))
            while not server.started:
                await asyncio.sleep(0)
            base = f"{'http' if verify is None else 'https'}://127.0.0.1:{port}"
            async with httpx.AsyncClient(base_url=base, verify=verify or True) as http:
                yield House(stage, stage.source("main"), clock, port, http, app)
            server.should_exit = True
            await running

    return run


@pytest.fixture
async def house(serve: Serve) -> AsyncIterator[House]:
    async with serve() as running:
        yield running


@pytest.fixture
async def closed(serve: Serve) -> AsyncIterator[House]:
    """Serve two stations that ask for every token."""
    async with serve(policy=guarded(), stations=("sleep",)) as running:
        yield running


async def told(client: ClientConnection, kind: str) -> dict[str, Any]:
    """Return the next text message of a type."""
    while True:
        message = await client.recv()
        if isinstance(message, str) and (data := json.loads(message))["type"] == kind:
            return data


@pytest.fixture(name="told")
def _told() -> Callable[..., Any]:
    return told
