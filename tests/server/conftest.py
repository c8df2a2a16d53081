"""A real server on a loopback port, with a station and a clock that the test moves."""

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect

from auralis.app.opening import opened
from auralis.app.settings import Settings
from auralis.app.wishes import Wish
from auralis.core.recipe import Recipe
from auralis.library.exports import Exports
from auralis.library.user_presets import UserPresets
from auralis.server.access import Policy
from auralis.server.application import create_app
from auralis.server.diary import Diary
from auralis.server.stations import Limits
from auralis.server.wire import Connections, serving
from auralis.streaming.fake_source import FakeSource
from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.manual_clock import ManualClock
from auralis.streaming.stage import Stage
from tests.server.access import guarded

PATIENCE_S = 120.0
"""How long a busy machine may take for an answer."""


@dataclass
class House:
    stage: FakeStage
    source: FakeSource
    clock: ManualClock
    port: int
    http: httpx.AsyncClient
    app: FastAPI

    @property
    def farewell(self) -> Callable[[], Awaitable[None]]:
        """What the server does before it ends."""
        bid: Callable[[], Awaitable[None]] = self.app.state.farewell
        return bid

    async def play(self, chunks: int = 1, *, render: bool = True) -> None:
        """Let a tenth of a second pass for each chunk."""
        for _ in range(chunks):
            if render:
                self.stage.play()
            await self.clock.advance(0.1)

    def listen(self, path: str = "/ws", *forms: str, **options: Any) -> connect:
        patient = {"open_timeout": PATIENCE_S, **options}
        return connect(f"ws://127.0.0.1:{self.port}{path}", subprotocols=forms or None, **patient)


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
        data: Path | None = None,
        unix: float = 1_700_000_000.0,
        **limits: Any,
    ) -> AsyncIterator[House]:
        clock = ManualClock(unix=unix)
        stage = FakeStage(clock, room)
        recipes = {name: Recipe("0.0.0", 7, "auralis", rate, {}) for name in ("main", *stations)}
        kept = {"exports": exports, "presets": presets, "policy": policy}
        kept |= {"web": web_folder or web, "limits": Limits(stations=most, **limits)}
        async with _opened(stage, clock, recipes, data) as (seen, diary):
            app = create_app(seen, version="9.9.9", clock=clock, diary=diary, **kept)
            config = serving(app, host="127.0.0.1", port=0, heartbeat=heartbeat, bounds=bounds)
            async with _served(config, verify) as (port, http):
                yield House(stage, stage.source("main"), clock, port, http, app)

    return run


_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody; to read whom a machine trusts would take longer than most tests."""


class _Prompt(uvicorn.Server):
    """Ends when it is told to, not at the next tenth of a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.over = asyncio.Event()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.over.wait()


@asynccontextmanager
async def _opened(
    stage: FakeStage, clock: ManualClock, recipes: Mapping[str, Recipe], data: Path | None
) -> AsyncIterator[tuple[Stage, Diary | None]]:
    """Open stations, or have those go on that a folder knows."""
    if data is None:
        for name, recipe in recipes.items():
            await stage.open(name, recipe)
        yield stage, None
        return
    wanted = {name: Wish(recipe, frozenset()) for name, recipe in recipes.items()}
    async with opened(stage, Settings(data_dir=data), wanted, clock) as kept:
        yield kept, kept.diary


@asynccontextmanager
async def _served(
    config: uvicorn.Config, verify: ssl.SSLContext | None
) -> AsyncIterator[tuple[int, httpx.AsyncClient]]:
    """Serve at a free port, over TLS where there is something to `verify` it by."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = _Prompt(config)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0)
        base = f"{'http' if verify is None else 'https'}://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=base, verify=verify or _NOBODY, timeout=PATIENCE_S) as http:
            yield port, http
        server.over.set()
        await running


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
