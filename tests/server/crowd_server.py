"""A server of one station that plays a counter in real time; prints its port."""

import asyncio
import socket
import tempfile
import time
from pathlib import Path
from typing import Final

import uvicorn
import uvloop

from auralis.core.recipe import Recipe
from auralis.server import create_app, serving
from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.wall_clock import WallClock

READY: Final = "listening on"
_AHEAD = 20  # chunks: a busy machine may keep the writer away for two seconds


async def _serve(web: Path) -> None:
    stage = FakeStage(WallClock())
    await stage.open("main", Recipe("0.0.0", 7, "auralis", 44_100, {}))
    source = stage.source("main")
    app = create_app(stage, version="0", web=web)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1024)
        server = uvicorn.Server(serving(app, host="127.0.0.1", port=0))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        print(READY, listening.getsockname()[1], flush=True)  # noqa: T201
        while not running.done():
            due = int((time.monotonic() - source.ring.origin) * 10) + _AHEAD
            source.render(max(0, due - source.ring.head))
            await asyncio.sleep(0.1)
        await running


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        uvloop.run(_serve(Path(folder)))
