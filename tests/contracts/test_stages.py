"""The fake stage and the fleet keep one contract."""

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path

import pytest

from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.manual_clock import ManualClock
from tests.contracts.stage_suite import StageSuite
from tests.station.on_stage import PATIENCE_S, Theatre


class _Rehearsal:
    """A fake stage, on which time passes when it is told to."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.stage = FakeStage(self.clock)

    def run(self, walk: Coroutine[None, None, None]) -> None:
        asyncio.run(walk)

    async def until(self, name: str, head: int) -> None:
        while self.stage.source(name).ring.head < head:
            self.stage.play()
            await self.clock.advance(0.1)


class _Performance:
    """A fleet, on which time passes by itself."""

    def __init__(self, theatre: Theatre) -> None:
        self.stage = theatre.stage
        self.run = theatre.run

    async def until(self, name: str, head: int) -> None:
        source = next(s for s in self.stage.sources if s.name == name)
        rendered = asyncio.Event()
        end = source.on_render(lambda _: rendered.set())
        async with asyncio.timeout(PATIENCE_S):
            while source.ring.head < head:
                rendered.clear()
                await rendered.wait()
        end()


@pytest.fixture(scope="module")
def theatre(kernel_folder: Path) -> Iterator[Theatre]:
    with Theatre(kernel_folder) as running:
        yield running


class TestFakeStage(StageSuite):
    @pytest.fixture
    def hall(self) -> _Rehearsal:
        return _Rehearsal()


class TestFleet(StageSuite):
    @pytest.fixture
    def hall(self, theatre: Theatre) -> _Performance:
        return _Performance(theatre)
