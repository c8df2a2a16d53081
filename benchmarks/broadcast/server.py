"""A server for benchmarks: the real application, with stations that play a counter.

    python -m benchmarks.broadcast.server

Prints its port. One station, `main`, whose chunks are there in time; in place of `auralis.pcm` its sockets
get packets of 1,600 bytes that are encoded already: ten a second make 128 kbit/s, as from icecast2. What
renders and encodes is measured elsewhere; this is what listeners cost.
"""

import asyncio
import os
import socket
import time
from unittest.mock import patch

import structlog
import uvicorn
import uvloop

from auralis.core.recipe import Recipe
from auralis.server import create_app, serving
from auralis.server.stations import Limits
from auralis.streaming import encodings, formats
from auralis.streaming.codec import Codec
from auralis.streaming.fake_source import FakeSource
from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.wall_clock import WallClock
from auralis.web import FOLDER

PACKET = 1600
_AHEAD = 3
_HEADER = 24


async def _play(source: FakeSource) -> None:
    """Write each chunk 0.3 s before it is due."""
    pcm = FakeSource.pcm(0)
    while True:
        due = int((time.monotonic() - source.ring.origin) * 10) + _AHEAD
        while source.ring.head < due:
            source.ring.write(pcm, time.time())
        await asyncio.sleep(0.1)


async def _serve() -> None:
    stage = FakeStage(WallClock())
    await stage.open("main", Recipe("0.0.0", 7, "auralis", 44_100, {}))
    source = stage.source("main")
    source.ring.origin = time.monotonic() - source.ring.head / 10
    playing = asyncio.create_task(_play(source))
    app = create_app(stage, version="0", web=FOLDER, limits=Limits(clients=5000))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1024)
        print(listening.getsockname()[1], flush=True)
        await uvicorn.Server(serving(app, host="127.0.0.1", port=0)).serve(sockets=[listening])
    playing.cancel()


def main() -> None:
    """Serve until terminated."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # nobody reads a log of it
    body = bytes(_HEADER) + os.urandom(PACKET - _HEADER)
    packets = {**formats.FORMATS, "auralis.pcm": Codec("auralis.pcm", lambda *_: body)}
    with patch.object(encodings, "FORMATS", packets):
        uvloop.run(_serve())


if __name__ == "__main__":
    main()
