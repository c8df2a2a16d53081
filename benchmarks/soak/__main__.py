"""Eight hours of station time as fast as they can be rendered: what grows, and what is not given back.

    python -m benchmarks.soak [--hours H] [--listeners N] [--seed N] [--plot PNG] [--page FILE]

Every quarter of an hour everybody leaves, and what is held then is noted. Ends with 1 if resident memory
grows by more than its noise, the recipe's log apart, or a descriptor or task is left behind.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import structlog
from benchmarks.markdown import placed, table
from benchmarks.soak.composing import compose
from benchmarks.soak.figure import draw
from benchmarks.soak.house import open_house
from benchmarks.soak.plan import Plan
from benchmarks.soak.run import Run
from benchmarks.soak.sample import Sample, Slope, slope
from benchmarks.soak.weight import change_mb

_SAMPLES = 32
_WARM = 0.125
_COMPOSED = 3.0


async def soak(
    hours: float,
    listeners: int,
    seed: int,
    warm: float = _WARM,
    samples: int = _SAMPLES,
    composed: float = _COMPOSED,
) -> tuple[Run, Sample, Sample]:
    """Return a run, and what was held before and after it by a house without guests.

    It is emptied and looked at `samples` times. Before that, hours are `composed`, until what is remembered
    of music is full, and `warm` hours are played with other guests, in which what is needed once is loaded.
    """
    with tempfile.TemporaryDirectory() as folder:
        async with open_house(Path(folder), seed) as house:
            compose(house.stage.sources[0].recipe, Plan(seed + 2), composed)
            warming = Run(house, Plan(seed + 1), listeners)
            await warming.hours(warm, 1, lambda _: None)
            before = house.sample(0.0)
            run, begun = Run(house, Plan(seed), listeners), time.monotonic()

            def tell(done: float) -> None:
                speed = 3600 * done / (time.monotonic() - begun)
                held = run.rests[-1]
                sys.stderr.write(f"\r{done:.2f} h, {speed:.0f}×, {held.resident_mb:.1f} MiB, {held[2:]} ")

            await run.hours(hours, samples, tell)
            return run, before, run.rests[-1]


def judged(run: Run, before: Sample) -> Slope:
    """Return how resident memory grows in the second half, when no guest is there, without the recipe's log.

    In the first half the allocator's pools come to be.
    """
    kept = run.rests[len(run.rests) // 2 :]
    each = change_mb(run.house.stage.sources[0].recipe)
    return slope([s.hours for s in kept], [s.resident_mb - each * (s.changes - before.changes) for s in kept])


def report(run: Run, before: Sample, after: Sample, seconds: float, hours: float) -> str:
    """Return what was found as a table."""
    grows = judged(run, before)
    counts = ", ".join(f"{count:,} {what}" for what, count in sorted(run.counts.items()))
    lines: Sequence[tuple[str, str]] = (
        ("station time; how fast", f"{hours:g} h; {3600 * hours / seconds:.0f}×"),
        ("listeners at a time; who and what came", f"{run.listeners}; {counts}"),
        ("resident memory, MiB: first, last, highest", _span([s.resident_mb for s in run.busy])),
        ("… when everybody had left", _span([s.resident_mb for s in run.rests])),
        (
            "changes in the log of `main`; what each takes, KiB",
            f"{after.changes:,}; {1024 * change_mb(run.house.stage.sources[0].recipe):.1f}",
        ),
        (
            "what the rest of that grows by in the second half, KiB an hour, with its 95 % interval",
            f"{1024 * grows.an_hour:+.0f} ± {1024 * grows.half:.0f}",
        ),
        ("how far it is off the line, MiB (1 σ)", f"{grows.noise:.2f}"),
        ("descriptors, tasks before the first guest", f"{before.descriptors}, {before.tasks}"),
        ("… and after the last", f"{after.descriptors}, {after.tasks}"),
        ("objects, thousands: first, last", f"{run.rests[0].objects / 1e3:.0f}, {after.objects / 1e3:.0f}"),
    )
    return table(("", ""), lines)


def _span(values: Sequence[float]) -> str:
    return f"{values[0]:.1f}, {values[-1]:.1f}, {max(values):.1f}"


def main() -> None:
    """Read the command line, soak, print, fill the page; exit with 1 if something grows."""
    parser = argparse.ArgumentParser(description="Hours of station time, as fast as they can be rendered")
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--listeners", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--page", type=Path)
    chosen = parser.parse_args()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    begun = time.monotonic()
    run, before, after = asyncio.run(soak(chosen.hours, chosen.listeners, chosen.seed))
    grows = judged(run, before)
    text = report(run, before, after, time.monotonic() - begun, chosen.hours)
    print(f"\n{text}")
    if chosen.page:
        chosen.page.write_text(placed(chosen.page.read_text(), "soak", text))
    if chosen.plot:
        draw(run.busy, run.rests, grows, chosen.plot)
    left = after.descriptors > before.descriptors or after.tasks > before.tasks
    sys.exit(1 if left or not grows.within_noise else 0)


if __name__ == "__main__":
    main()
