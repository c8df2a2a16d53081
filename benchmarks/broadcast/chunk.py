"""What a chunk costs a worker: stations of all presets through the worker's own code, without waiting.

    python -m benchmarks.broadcast.chunk            # 40 stations, 60 chunks of each
    python -m benchmarks.broadcast.chunk 10 200     # 10 stations, 200 chunks of each

They compose, render, write rings and snapshots and report as in a worker; a snapshot follows every second
chunk. What is left out is waiting and waking. The least of all rounds is the figure that other programs on
the machine disturb least.
"""

import socket
import statistics
import sys
import time
from threading import Thread
from typing import Final

from auralis.app.kernels import kernel_folder
from auralis.composition import MusicalContext
from auralis.station.kits import BUILT_IN
from auralis.station.live import Live
from auralis.station.messages import Open
from auralis.station.outbox import Outbox
from auralis.station.playing import Playing
from auralis.station.recipes import new_recipe
from auralis.station.shared_ring import SharedRing
from auralis.station.shelf import Shelf
from auralis.station.snapshot_area import SnapshotArea
from auralis.station.station import Station
from auralis.station.workshop import Workshop
from auralis.streaming.manual_clock import ManualClock

_PRESETS: Final = ("focus", "meditation", "sleep", "bright")
_RATE: Final = 44_100
_CHUNK_S: Final = 0.1
_LEAD_S: Final = 0.2
_HISTORY_S: Final = 10.0
_WARM: Final = 110
"""Chunks until every page of a ring has been written once."""


def opened(count: int, clock: ManualClock) -> list[Playing]:
    """Return stations that play, all presets in turn."""
    shelf = Shelf(Workshop(kernel_folder(), print).kernels, [])
    found = []
    for seed in range(count):
        context = MusicalContext.of({"preset": _PRESETS[seed % len(_PRESETS)]})
        recipe, kits, _ = shelf.take(new_recipe(context, seed, BUILT_IN, _RATE))
        station = Station(recipe, shelf.kernels, kits=kits)
        ring = SharedRing.new(_RATE, _HISTORY_S)
        opening = Open(str(seed), seed + 1, "", _HISTORY_S, 0.0)
        live = Live(station, ring.ring, _LEAD_S, clock)
        found.append(Playing(opening, station, ring, SnapshotArea.new(), live))
        found[-1].begin(playing=True)
    return found


def rounds(stations: list[Playing], clock: ManualClock, count: int) -> list[float]:
    """Render a chunk of every station so often; return the milliseconds of CPU of each, by rounds."""
    found = []
    ours, theirs = socket.socketpair()
    with ours, theirs:
        outbox = Outbox(ours)
        Thread(target=_drain, args=(theirs,), daemon=True).start()
        for _ in range(count):
            clock.jump(_CHUNK_S)
            begun = time.thread_time()
            for playing in stations:
                for report in playing.step():
                    outbox.say(report)
            outbox.flush()
            found.append(1000 * (time.thread_time() - begun) / len(stations))
    return found


def _drain(end: socket.socket) -> None:
    try:
        while end.recv(1 << 16):
            pass
    except OSError:
        return


def main(words: list[str]) -> None:
    """Print what a chunk costs."""
    count, chunks = (int(word) for word in [*words, *("40", "60")[len(words) :]])
    clock = ManualClock()
    stations = opened(count, clock)
    rounds(stations, clock, _WARM)
    found = rounds(stations, clock, chunks)
    print(f"{count} stations: {statistics.median(found):.3f} ms a chunk, least {min(found):.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
