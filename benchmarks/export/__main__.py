"""Offline renders: speed by format and by jobs, time to a random moment, memory of a minute and of a night.

    python -m benchmarks.export [--page FILE] [--minutes N] [--hours N]

Prints Markdown tables, and puts them into a page with `--page`. Kernels should be warm (`auralis warm`).
Speed is told by the clock and by the CPU time of all processes, start included; the second is what a busy
machine leaves true.
"""

import argparse
import os
import sys
from pathlib import Path

import numpy as np
from benchmarks.export.moments import moments
from benchmarks.export.rendered import Rendered, rendered
from benchmarks.markdown import placed, table

FORMS = (
    ("WAV, 16 bit", "wav", ()),
    ("WAV, 24 bit", "wav", ("--bits", "24")),
    ("FLAC, 16 bit", "flac", ()),
    ("Opus, 160 kbit/s", "opus", ()),
    ("MP3, V0", "mp3", ()),
    ("WAV, and stems", "wav", ("--stems",)),
)
MOMENTS = 30


def formats(minutes: float) -> str:
    """Return the speed of every format, on one core and on all."""
    cores = len(os.sched_getaffinity(0))
    lines = []
    for name, form, words in FORMS:
        one, all_cores = (rendered(form, 60 * minutes, jobs, *words) for jobs in (1, cores))
        lines.append((name, *_speeds(one), *_speeds(all_cores), f"{one.megabytes / minutes:.1f}"))
    heading = (
        f"× real time, {minutes:g} min of the full kit",
        "1 job",
        "by CPU time",
        f"{cores} jobs",
        "by CPU time",
        "MB a minute",
    )
    return table(heading, lines)


def scaling(minutes: float) -> str:
    """Return the speed by the number of jobs."""
    cores = len(os.sched_getaffinity(0))
    counts = sorted({1, *(2**k for k in range(1, 8) if 2**k <= cores), cores})
    found = [(jobs, rendered("wav", 60 * minutes, jobs)) for jobs in counts]
    base = found[0][1].wall
    lines = [
        (f"{jobs}", *_speeds(r), f"{base / r.wall:.2f}", f"{r.cores / found[0][1].cores:.2f}")
        for jobs, r in found
    ]
    return table(("jobs", "× real time", "by CPU time", "times as fast", "times the work"), lines)


def night(hours: float) -> str:
    """Return the time to a random moment, and the memory of a minute and of a night."""
    took = np.array(moments(MOMENTS, hours))
    cores = len(os.sched_getaffinity(0))
    lines = [
        (
            f"any of {MOMENTS} moments of {hours:g} h until it sounds, ms: p50, p95",
            f"{1000 * np.percentile(took, 50):.0f}, {1000 * np.percentile(took, 95):.0f}",
        )
    ]
    for form, jobs in (("flac", 1), ("flac", cores), ("mp3", cores)):
        short, long = (rendered(form, s, jobs) for s in (60, 3600 * hours))
        name = f"{form.upper()}, {jobs} jobs, memory of 1 min and of {hours:g} h, MiB"
        lines.append((name, f"{short.mib:.0f}, {long.mib:.0f}"))
        lines.append((f"… × real time for {hours:g} h: by the clock, by CPU time", ", ".join(_speeds(long))))
    return table(("the night", ""), lines)


def _speeds(r: Rendered) -> tuple[str, str]:
    return f"{r.music / r.wall:.0f}", f"{r.music / r.cores:.0f}"


def main() -> None:
    """Read the command line, measure, print, fill the page."""
    parser = argparse.ArgumentParser(description="Offline renders.")
    parser.add_argument("--page", type=Path, metavar="FILE")
    parser.add_argument("--minutes", type=float, default=20, metavar="N")
    parser.add_argument("--hours", type=float, default=8, metavar="N")
    chosen = parser.parse_args()
    parts = (
        ("formats", lambda: formats(chosen.minutes)),
        ("jobs", lambda: scaling(2 * chosen.minutes)),
        ("night", lambda: night(chosen.hours)),
    )
    for name, made in parts:
        print(f"benchmark: {name}", file=sys.stderr, flush=True)
        text = made()
        print(text, end="\n\n", flush=True)
        if chosen.page:
            chosen.page.write_text(placed(chosen.page.read_text(), name, text))


if __name__ == "__main__":
    main()
