"""A server that is shouted at: it lives, answers no 500, and a listener hears none of it."""

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from benchmarks.broadcast.running import auralis
from benchmarks.startup import children, resident_mb

from auralis.core.address import decode
from tests.command_line import Said
from tests.fuzz import throwing
from tests.fuzz.mutation import Mutation
from tests.fuzz.witness import Witness

INPUTS = int(os.environ.get("AURALIS_FUZZ_INPUTS", "100000"))
BATCH = 180
"""Messages on one socket: it hears two hundred at once."""
SHARES = {throwing.messages: 0.70, throwing.requests: 0.25, throwing.noise: 0.05}
GROWTH_MB = 40
"""What the second half of all inputs may add: the first fills the library, the presets and every buffer.

A thousand inputs fill none of them.
"""
THROWERS = 4

Way = Callable[[int, Mutation, int], int]


def throw(port: int, inputs: int, first: int = 0) -> int:
    """Throw so many inputs, seeds from `first` on; return how many the server has taken in."""
    batches: list[tuple[Way, int, int]] = []
    for way, share in SHARES.items():
        left = round(inputs * share)
        batches += [(way, seed, min(BATCH, left - seed * BATCH)) for seed in range(-(-left // BATCH))]

    def one(batch: tuple[Way, int, int]) -> int:
        way, seed, count = batch
        return way(port, Mutation(first + seed), count)

    batches.sort(key=lambda batch: batch[1])
    with ThreadPoolExecutor(THROWERS) as pool:
        return sum(pool.map(one, batches))


def weight(pid: int) -> float:
    return resident_mb(pid) + sum(map(resident_mb, children(pid)))


def shouted_at(inputs: int, folder: Path, cache_home: Path, said: Said, growth_mb: float = math.inf) -> str:
    """Throw inputs at a server while a witness listens; return what there was of each."""
    settings = {
        "XDG_CACHE_HOME": str(cache_home),
        "AURALIS_DATA_DIR": str(folder / "data"),
        "AURALIS_STATIONS": "sleep",
        "AURALIS_MAX_STATIONS": "6",
        "AURALIS_LEAD_MS": "3000",
        "AURALIS_RATE_LIMIT": "1000000/minute",
        "AURALIS_CONNECTION_RATE_LIMIT": "1000000/minute",
        "AURALIS_FAILED_TOKEN_LIMIT": "1000000/minute",
    }
    with auralis("--seed", "7", settings=settings) as (pid, port):
        url = f"http://127.0.0.1:{port}"
        witness = Witness(port)
        witness.hear(5)
        weights = [weight(pid)]
        for half in (0, 1):
            assert throw(port, inputs // 2, half * inputs) == inputs // 2
            weights.append(weight(pid))
        assert weights[2] - weights[1] < growth_mb, weights
        assert httpx.get(f"{url}/api/v1/ready", timeout=60).status_code == 200
        witness.hear(10)
        first, count, heard = witness.testify()
        where = httpx.get(f"{url}/api/v1/stations/main", timeout=60).json()["address"]
    recipe = folder / "heard.json"
    recipe.write_text(decode(where).to_json())
    span = ("--start", f"{first / 10}", "--duration", f"{count / 10}")
    status, out, _ = said("render", "--sha256", "--recipe", str(recipe), *span)
    assert status == 0
    assert out.split()[0] == heard
    changes, held = len(decode(where).changes), ", ".join(f"{mb:.0f}" for mb in weights)
    return f"{inputs} inputs; {count} chunks of music with {changes} changes; {held} MiB"


def test_a_listener_hears_nothing_of_a_thousand_malformed_inputs(
    tmp_path: Path, cache_home: Path, said: Said
) -> None:
    shouted_at(1000, tmp_path, cache_home, said)


@pytest.mark.fuzz
@pytest.mark.timeout(1800)
def test_a_listener_hears_nothing_of_all_malformed_inputs(
    tmp_path: Path, cache_home: Path, said: Said
) -> None:
    print(shouted_at(INPUTS, tmp_path, cache_home, said, GROWTH_MB))  # noqa: T201
