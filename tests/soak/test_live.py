"""A real server in real time with a few listeners: nothing grows, and nothing is left open.

It sleeps most of its two minutes, so `make test` runs it beside all others. `AURALIS_SOAK_S` says how long.
"""

import asyncio
import os
from pathlib import Path
from typing import NamedTuple

import pytest
from benchmarks.faults.crowd import Crowd
from benchmarks.faults.hand import Hand
from benchmarks.faults.served import Served
from benchmarks.startup import children, resident_mb

pytestmark = [pytest.mark.anyio, pytest.mark.live]
SECONDS = float(os.environ.get("AURALIS_SOAK_S", "120"))
LISTENERS = 10
FEW = 100
"""Chunks, ten seconds' worth: a machine that is busy with other tests lets through as many as it can."""
GROWTH_MB = 24
"""More than a station's first minutes take, while segments come to ring on behind others."""


class Held(NamedTuple):
    """Resident MiB, and open descriptors, of a server and its processes, the largest first."""

    resident: list[float]
    descriptors: list[int]


def held(pid: int) -> Held:
    processes = (pid, *children(pid))
    open_ones = [len(list(Path(f"/proc/{one}/fd").iterdir())) for one in processes]
    return Held([resident_mb(one) for one in processes], open_ones)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.timeout(SECONDS + 300)
async def test_a_server_keeps_its_size_while_it_is_listened_to(tmp_path: Path, cache_home: Path) -> None:
    settings = {"XDG_CACHE_HOME": str(cache_home), "AURALIS_LEAD_MS": "3000"}
    served = Served(tmp_path, (), settings)
    try:
        await served.start()
        await served.settle()
        before = held(served.pid)
        crowd, hand = Crowd(served.port, LISTENERS), Hand(served.url)
        async with crowd.listening(), hand.turning():
            await asyncio.sleep(SECONDS / 4)
            crowd.begin()
            early = held(served.pid)
            await asyncio.sleep(3 * SECONDS / 4)
            late = held(served.pid)
        await asyncio.sleep(2)
        after = held(served.pid)
    finally:
        served.end()
    grown = [b - a for a, b in zip(early.resident, late.resident, strict=True)]
    assert max(grown) < GROWTH_MB, (before, early, late)
    assert late.descriptors == early.descriptors
    assert sum(after.descriptors) <= sum(before.descriptors)
    assert hand.acknowledged
    assert not hand.refused
    newest = max(ear.seqs[-1] for ear in crowd.sockets)
    for ear in crowd.sockets:
        assert ear.cuts == ear.twice == 0
        assert len(ear.seqs) > FEW
        assert newest - ear.seqs[-1] < FEW
