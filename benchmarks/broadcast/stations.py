"""How many personal stations one render process takes, and what they cost it while they play."""

import time
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

import httpx
from benchmarks.broadcast.fanout import cpu_seconds
from benchmarks.broadcast.running import auralis
from prometheus_client.parser import text_string_to_metric_families

_PRESETS: Final = ("focus", "meditation", "sleep", "bright")
_SETTINGS: Final = {
    "AURALIS_RENDER_PROCESSES": "1",
    "AURALIS_MAX_STATIONS": "1000",
    "AURALIS_PAUSE_AFTER_S": "3600",
}
_SETTLE_S: Final = 60.0
_GRACE: Final = 3


class Stations(NamedTuple):
    """The stations that were taken, with `main`; what they cost a core while they play; what fell short.

    `worker` and `server` are shares of a core, by /proc; `underruns` are chunks that were due and not
    there, of all that were due.
    """

    taken: int
    worker: float
    server: float
    underruns: int
    chunks: int


def stations(seconds: float) -> Stations:
    """Open personal stations of all presets until the server refuses one, then let them play."""
    with auralis("--seed", "1", settings=_SETTINGS) as (pid, port):
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, timeout=60) as client:
            taken = _opened(client)
            time.sleep(_SETTLE_S)
            worker = max(_children(pid), key=cpu_seconds)
            before = cpu_seconds(worker), cpu_seconds(pid), _underruns(client), time.monotonic()
            time.sleep(seconds)
            after = cpu_seconds(worker), cpu_seconds(pid), _underruns(client), time.monotonic()
    passed = after[3] - before[3]
    return Stations(
        taken,
        (after[0] - before[0]) / passed,
        (after[1] - before[1]) / passed,
        int(after[2] - before[2]),
        int(10 * passed * taken),
    )


def _opened(client: httpx.Client) -> int:
    """Open stations until several in a row are refused; returns how many play then, `main` included."""
    refused = 0
    for seed in count():
        answer = client.post("/api/v1/stations", json={"preset": _PRESETS[seed % 4], "seed": seed})
        refused = refused + 1 if answer.status_code == httpx.codes.TOO_MANY_REQUESTS else 0
        if refused == _GRACE:
            break
        if refused:
            time.sleep(1)
        else:
            answer.raise_for_status()
    return len(client.get("/api/v1/stations").json()["stations"])


def _underruns(client: httpx.Client) -> float:
    text = client.get("/metrics").text
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "auralis_underruns_total"
    )


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for thread in Path(f"/proc/{pid}/task").iterdir()
        for child in (thread / "children").read_text().split()
    ]
