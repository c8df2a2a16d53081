"""A fleet on the air, and what a test waits for."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Self, TypeVar

from auralis.core.recipe import Recipe
from auralis.core.units import chunk_frames, to_pcm
from auralis.engine import Kernels
from auralis.station.fleet import Fleet
from auralis.station.hosted import Hosted
from auralis.station.offline import render
from auralis.station.render_process import RenderProcess
from auralis.streaming.chunk import Chunk

RATE = 44_100
CHUNK = RATE // 10
PATIENCE_S = 60

T = TypeVar("T")


class Theatre:
    """A fleet that tests share, in a loop of its own: workers take seconds to start."""

    def __init__(self, folder: Path, fonts: Sequence[Path] = (), tell: Callable[[str], None] = print) -> None:
        self._runner = asyncio.Runner()
        self.stage = Fleet(folder, 0.2, 60, tell, fonts)

    def __enter__(self) -> Self:
        self._runner.run(self.stage.start())
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self.stage.stop())
        self._runner.close()

    def run(self, walk: Coroutine[None, None, T]) -> T:
        """Wait for every worker and the spare, do something, and close the stations that are open."""
        return self._runner.run(self._run(walk))

    async def settled(self) -> None:
        """Wait for every worker and the spare."""
        await asyncio.wait_for(self.stage.crew.settled(), PATIENCE_S)

    @property
    def worker(self) -> RenderProcess:
        """The worker."""
        process = self.stage.crew.seats[0].process
        assert process is not None
        return process

    async def _run(self, walk: Coroutine[None, None, T]) -> T:
        await self.settled()
        try:
            return await walk
        finally:
            for source in self.stage.sources:
                await self.stage.close(source.name)


async def until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.01)


async def chunk(station: Hosted, seq: int) -> Chunk:
    """Wait for a chunk."""
    await until(lambda: station.ring.head > seq)
    found = station.ring.read(seq)
    assert found is not None
    return found


def offline(recipe: Recipe, kernels: Kernels, chunks: int) -> list[bytes]:
    """Return the first chunks of a recipe, rendered without a clock."""
    size = chunk_frames(recipe.sample_rate)
    return [to_pcm(b).tobytes() for b in render(recipe, kernels, 0, chunks * size, size)]
