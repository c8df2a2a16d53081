"""A server under load, struck by a fault."""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.faults.crowd import Crowd
from benchmarks.faults.fault import Fault, Outcome
from benchmarks.faults.hand import Hand
from benchmarks.faults.scene import Scene
from benchmarks.faults.served import Served

from auralis.app.kernels import kernel_folder
from auralis.core.recipe import Recipe
from auralis.core.units import CHUNK_MS, chunk_frames, to_pcm
from auralis.engine import Kernels
from auralis.station.offline import render

BEFORE, AFTER = 20, 30
_PATIENCE_S: Final = 90


async def struck(fault: Fault, listeners: int, before: int = BEFORE, after: int = AFTER) -> Outcome:
    """Strike a server under load after some chunks, and wait until all its listeners have heard more."""
    with _served(fault) as served:
        await served.start()
        crowd, hand = Crowd(served.port, listeners), Hand(served.url)
        scene = Scene(served, crowd, hand)
        async with crowd.listening(), hand.turning():
            await served.settle()
            await crowd.heard(before, _PATIENCE_S)
            crowd.begin()
            seen = await fault.strike(scene)
            await crowd.heard(after, _PATIENCE_S)
        recipe = await scene.recipe()
    return await asyncio.to_thread(_outcome, scene, recipe, seen)


@contextmanager
def _served(fault: Fault) -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder), fault.prefix, fault.settings)
        try:
            yield served
        finally:
            served.end()


def _outcome(scene: Scene, recipe: Recipe, seen: str) -> Outcome:
    crowd, hand = scene.crowd, scene.hand
    log: list[Mapping[str, object]] = [change.as_dict() for change in recipe.changes]
    return Outcome(
        acknowledged=len(hand.acknowledged),
        lost=hand.lost(log),
        missed=max(ear.missed for ear in crowd.sockets),
        silent=max(len(ear.flagged) for ear in crowd.sockets),
        gap_s=max(0.0, max(ear.longest_s for ear in crowd.sockets) - CHUNK_MS / 1000),
        wrong=_wrong(recipe, crowd.music),
        music=len(crowd.music),
        seen=seen,
    )


def _wrong(recipe: Recipe, music: Mapping[int, bytes]) -> int:
    """Return how many chunks are not, bit for bit, what their recipe says."""
    size, first, last = chunk_frames(recipe.sample_rate), min(music), max(music)
    blocks = render(recipe, Kernels(kernel_folder()), first * size, (last + 1 - first) * size, size)
    told = {first + n: to_pcm(block).tobytes() for n, block in enumerate(blocks)}
    return sum(told[seq] != heard for seq, heard in music.items())
