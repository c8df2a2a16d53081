"""What goes wrong with a machine: its disk is full, its clock is set back."""

import asyncio
import os
from pathlib import Path
from typing import Final

import httpx
from benchmarks.faults.scene import Scene

SMALL_DISK: Final = (
    "unshare", "--map-root-user", "--mount", "sh", "-c",
    'mount -t tmpfs -o size=128m tmpfs {data} && exec "$0" "$@"',
)  # fmt: skip
"""Starts a program with 128 MB for its data, in a namespace of its own: nobody need be root."""

_PRELOAD: Final = tuple(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
_CLOCK: Final = "clock"
OWN_CLOCK: Final = ("sh", "-c", f'echo +0 > {{data}}/{_CLOCK} && exec "$0" "$@"')
SHIFTED_CLOCK: Final = {
    "LD_PRELOAD": str(_PRELOAD[0]) if _PRELOAD else "",
    "FAKETIME_TIMESTAMP_FILE": f"{{data}}/{_CLOCK}",
    "FAKETIME_NO_CACHE": "1",
    "DONT_FAKE_MONOTONIC": "1",
}
"""Settings with which, behind `OWN_CLOCK`, Debian's `libfaketime` tells a program another time of day."""

_SECONDS: Final = 2.0


async def disk_full(scene: Scene) -> str:
    """Fill the disk, then ask for what must be written."""
    filler = Path(f"/proc/{scene.served.pid}/root{scene.served.data}/filler")
    await asyncio.to_thread(_fill, filler)
    async with httpx.AsyncClient(base_url=scene.served.url, timeout=30) as http:
        kept = await http.post("/api/v1/moments", json={"minutes": 1})
        saved = await http.post("/api/v1/presets", json={"name": "Rain", "settings": {"bpm": 50}})
        await asyncio.sleep(_SECONDS)
        turned = await http.post("/api/v1/control", json={"brightness": 0.5})
        filler.unlink()
        again = await http.post("/api/v1/moments", json={"minutes": 1})
    answers = (kept, saved, turned, again)
    return "a moment {}, a preset {}, a change {}; with room again a moment {}".format(
        *(answer.status_code for answer in answers)
    )


async def clock_back(scene: Scene) -> str:
    """Set the time of day back by an hour."""
    if not _PRELOAD:
        raise FileNotFoundError("libfaketime is missing: scripts/test-tools installs it")
    clock = scene.served.data / _CLOCK
    async with httpx.AsyncClient(base_url=scene.served.url, timeout=30) as http:
        before = (await http.get("/api/metrics")).json()["last_updated"]
        clock.write_text("-3600")
        await asyncio.sleep(_SECONDS)
        after = (await http.get("/api/metrics")).json()["last_updated"]
    return f"the server's time went from {before[11:19]} to {after[11:19]}"


def _fill(target: Path) -> None:
    """Write until nothing more fits."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT)
    try:
        for size in (1 << 20, 1 << 10, 1):
            try:
                while True:
                    os.write(descriptor, b"\xff" * size)
            except OSError:
                continue
    finally:
        os.close(descriptor)
