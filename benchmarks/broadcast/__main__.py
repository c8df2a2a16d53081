"""The broadcast: what listeners cost beside icecast2, how soon a change is heard, what faults cost.

    python -m benchmarks.broadcast [--page FILE] [--listeners N]

Prints Markdown tables, and puts them into a page with `--page`. icecast2 is left out where it is not
installed. Server and load share the machine's cores; CPU is the server process's own, from /proc.
"""

import argparse
import os
import resource
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from benchmarks.broadcast import icecast
from benchmarks.broadcast.control import latencies
from benchmarks.broadcast.fanout import Load, loaded
from benchmarks.broadcast.lateness import lateness
from benchmarks.broadcast.running import auralis, bench_server, upgrade
from benchmarks.broadcast.server import PACKET
from benchmarks.broadcast.stalled import added_mb
from benchmarks.broadcast.stations import stations
from benchmarks.markdown import placed, table

ROUNDS, SECONDS = 3, 10.0
STALLED = 100


def fanout(listeners: int) -> str:
    """Return the CPU of our server and of icecast2, in turns."""
    ours: list[Load] = []
    theirs: list[Load] = []
    with ExitStack() as running:
        server = running.enter_context(bench_server())
        peer = None
        if icecast.program():
            peer = running.enter_context(icecast.broadcasting(os.urandom(PACKET), 0.1))
        for _ in range(ROUNDS):
            ours.append(loaded(*server, upgrade("auralis.pcm").replace("\r\n", "\\r\\n"), listeners, SECONDS))
            if peer:
                theirs.append(loaded(*peer, icecast.REQUEST, listeners, SECONDS))
    lines = [_line("auralis, WebSocket", ours, None), _line("icecast2, HTTP", theirs, ours)] if peer else []
    heading = (f"{listeners:,} listeners of 128 kbit/s, one core = 100 %", "median CPU", "range", "ratio")
    return table(heading, lines or [_line("auralis, WebSocket", ours, None)])


def _line(name: str, found: list[Load], ours: list[Load] | None) -> tuple[str, str, str, str]:
    percents = [load.cpu_percent for load in found]
    middle = statistics.median(percents)
    ratio = f"ours = {statistics.median(o.cpu_percent for o in ours) / middle:.2f} ×" if ours else ""
    return name, f"{middle:.1f} %", f"{min(percents):.1f}–{max(percents):.1f} %", ratio


def others() -> str:
    """Return control latency, lateness and memory."""
    with auralis("--seed", "1", "--preset", "focus") as (_, port):
        heard = latencies(port)
        late = lateness(port, 20)
    crowd = stations(60)
    with bench_server() as server:
        grown = added_mb(*server, STALLED, 20)
    lines = [
        (
            f"a change at the next {name}, ms: p50, p99 of {len(ms)}",
            f"{np.percentile(ms, 50):.0f}, {np.percentile(ms, 99):.0f}",
        )
        for name, ms in heard.items()
    ]
    lines += [
        ("stations that one render process took, all presets, before it refused", f"{crowd.taken}"),
        (
            "… its share of a core then; the server's",
            f"{crowd.worker:.0%}; {crowd.server:.0%}",
        ),
        ("… chunks that came late in a minute, of all", f"{crowd.underruns} of {crowd.chunks:,}"),
        ("event loop late while all cores render, ms: p50, p99", f"≤ {late.p50_ms:g}, ≤ {late.p99_ms:g}"),
        (f"memory added by {STALLED} clients that read nothing for 20 s, MiB", f"{grown:.1f}"),
    ]
    return table(("60 bpm: a beat is 1,000 ms, a bar 4,000 ms", ""), lines)


def main() -> None:
    """Read the command line, measure, print, fill the page."""
    parser = argparse.ArgumentParser(description="The broadcast, beside icecast2.")
    parser.add_argument("--page", type=Path, metavar="FILE")
    parser.add_argument("--listeners", type=int, default=1000, metavar="N")
    chosen = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for name, made in (("fanout", lambda: fanout(chosen.listeners)), ("broadcast", others)):
        print(f"benchmark: {name}", file=sys.stderr, flush=True)
        text = made()
        print(text, end="\n\n", flush=True)
        if chosen.page:
            chosen.page.write_text(placed(chosen.page.read_text(), name, text))


if __name__ == "__main__":
    main()
