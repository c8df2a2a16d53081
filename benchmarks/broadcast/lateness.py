"""How late a server's event loop is while every core renders as fast as it can."""

import os
import subprocess
import sys
import time
from typing import NamedTuple

import httpx
from benchmarks.broadcast.running import ROOT
from prometheus_client.parser import text_string_to_metric_families

_NAME = "auralis_event_loop_lateness_seconds"
_NICE = 10


class Lateness(NamedTuple):
    """Upper bounds in milliseconds of the histogram's buckets that hold p50 and p99; and the ticks seen."""

    p50_ms: float
    p99_ms: float
    ticks: float


def lateness(port: int, seconds: float) -> Lateness:
    """Render on all cores, at the priority of a render worker, for so long."""
    command = [sys.executable, "-m", "auralis", "render", "/dev/null", "--format", "wav", "--duration", "8h"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    renderers = [
        subprocess.Popen(["nice", f"-n{_NICE}", *command], **quiet)  # type: ignore[call-overload]
        for _ in os.sched_getaffinity(0)
    ]
    try:
        time.sleep(3)
        before = _buckets(port)
        time.sleep(seconds)
        after = _buckets(port)
    finally:
        for renderer in renderers:
            renderer.kill()
            renderer.wait()
    counts = {bound: count - before[bound] for bound, count in after.items()}
    return Lateness(_bound(counts, 0.5), _bound(counts, 0.99), max(counts.values()))


def _buckets(port: int) -> dict[float, float]:
    text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=30).text
    return {
        float(sample.labels["le"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == f"{_NAME}_bucket"
    }


def _bound(counts: dict[float, float], share: float) -> float:
    whole = max(counts.values())
    return 1000 * min(bound for bound, count in counts.items() if count >= share * whole)
