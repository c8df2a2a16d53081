"""Stations, broadcaster, listeners, encoders, metrics and logs in one process, by a clock that is moved."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from benchmarks.soak.in_process_stage import InProcessStage
from benchmarks.soak.in_process_worker import InProcessWorker
from benchmarks.soak.sample import Sample
from fastapi import FastAPI

from auralis import __version__
from auralis.app.kernels import kernel_folder
from auralis.composition import MusicalContext
from auralis.engine import Kernels
from auralis.library.exports import Exports
from auralis.library.library import MEGABYTE, Library
from auralis.library.user_presets import UserPresets
from auralis.server import create_app
from auralis.station.recipes import new_recipe
from auralis.station.shelf import Shelf
from auralis.streaming.manual_clock import ManualClock
from auralis.web import FOLDER

LEAD_S = 0.2
CHUNK_S = 0.1
_SETTLE = 6


@dataclass
class House:
    """The application, an HTTP client of it, and what passes its time."""

    app: FastAPI
    http: httpx.AsyncClient
    stage: InProcessStage
    clock: ManualClock

    def sample(self, hours: float) -> Sample:
        """Look at what is held now."""
        return Sample.taken(hours, len(self.stage.sources[0].recipe.changes))

    async def pass_chunk(self) -> None:
        """Let a tenth of a second pass."""
        self.stage.worker.turn()
        await self.clock.advance(CHUNK_S)


@asynccontextmanager
async def open_house(folder: Path, seed: int) -> AsyncIterator[House]:
    """Put `main` on the air, with a library and presets in a folder."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    clock = ManualClock(settle=_SETTLE)
    worker = InProcessWorker(Shelf(Kernels(kernel_folder()), ()), LEAD_S, clock)
    stage = InProcessStage(worker)
    await stage.open("main", new_recipe(MusicalContext.of({}), seed, "auralis", 44_100))
    exports = Exports(Library(folder / "library", 1000 * MEGABYTE))
    presets = UserPresets(folder / "presets")
    app = create_app(
        stage, version=__version__, web=FOLDER, clock=clock, exports=exports, presets=presets, kits=["light"]
    )
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=60) as http,
    ):
        yield House(app, http, stage, clock)
        await asyncio.sleep(0)
