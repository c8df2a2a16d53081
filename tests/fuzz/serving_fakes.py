"""The whole application on a loopback port, in a thread: fake stations, a real library, a clock that runs."""

import asyncio
import math
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import uvicorn

from auralis.core.recipe import Recipe
from auralis.library.exports import Exports
from auralis.library.library import MEGABYTE, Library
from auralis.library.user_presets import UserPresets
from auralis.server import create_app, serving
from auralis.server.stations import Limits
from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.wall_clock import WallClock
from tests.library.shelf import MAKER

_PATIENCE_S = 30
_EVERY_S = 0.05
_AHEAD = 50  # chunks: a busy machine may keep the writer away for five seconds


@contextmanager
def serving_fakes(folder: Path) -> Iterator[str]:
    """Serve with a library and presets in a folder, exports made by a stand-in; yields the address."""
    (folder / "index.html").write_text("<!doctype html><title>Auralis</title>")
    (folder / "gate").write_text("")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(256)
        ready, servers = Event(), list[uvicorn.Server]()
        thread = Thread(target=asyncio.run, args=(_serve(folder, listening, servers, ready),))
        thread.start()
        assert ready.wait(_PATIENCE_S)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            servers[0].should_exit = True
            thread.join(_PATIENCE_S)
            assert not thread.is_alive()


async def _serve(folder: Path, listening: socket.socket, servers: list[uvicorn.Server], ready: Event) -> None:
    clock = WallClock()
    stage = FakeStage(clock, room=10_000)
    await stage.open("main", Recipe("0.0.0", 7, "auralis", 44_100, {}))
    library = Library(folder / "library", 1_000 * MEGABYTE)
    exports = Exports(library, (sys.executable, str(MAKER), str(folder / "gate")))
    app = create_app(
        stage,
        version="9.9.9",
        web=folder,
        clock=clock,
        limits=Limits(stations=200),
        exports=exports,
        presets=UserPresets(folder / "presets"),
    )
    server = uvicorn.Server(serving(app, host="127.0.0.1", port=0))
    servers.append(server)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    while not running.done():
        _render(stage, clock)
        if server.started:
            ready.set()
        await asyncio.sleep(_EVERY_S)
    await running


def _render(stage: FakeStage, clock: WallClock) -> None:
    """Have all that plays be rendered for the seconds to come."""
    for source in stage.sources:
        if math.isfinite(source.ring.origin):
            due = int((clock.monotonic() - source.ring.origin) * 10) + _AHEAD
            source.render(max(0, due - source.ring.head))
