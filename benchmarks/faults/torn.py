"""A journal that was torn, anywhere."""

import asyncio
from typing import Final

from benchmarks.faults.scene import Scene

from auralis.journal.framing import frame, header, read
from auralis.journal.journal import NAME

_LARGEST: Final = 24_000
"""Bytes of a journal that is torn at each of them."""


async def journal_torn(scene: Scene) -> str:
    """Tear what the server has written of this load at every byte, and read each again."""
    (path,) = scene.served.data.rglob(NAME)
    data = await asyncio.to_thread(path.read_bytes)
    records = read(data).records
    short = header()
    kept = 0
    for number, record in enumerate(records):
        if len(short) + len(record) > _LARGEST:
            break
        short += frame(number, record)
        kept += 1
    lost = await asyncio.to_thread(_lost, short, records[:kept])
    return f"{len(short):,} tears of {kept} records: {lost} lost before the tear"


def _lost(data: bytes, records: list[bytes]) -> int:
    """Return in how many tears a record that was whole before the tear is not read again, in its order."""
    ends, at = [], len(header())
    for number, record in enumerate(records):
        at += len(frame(number, record))
        ends.append(at)
    lost = 0
    for cut in range(len(data)):
        whole = sum(end <= cut for end in ends)
        found = read(data[:cut]).records
        lost += found != records[:whole]
    return lost
