"""A render worker that is killed behind a real server: what listeners hear is the recipe all the same."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from auralis.core.address import decode
from auralis.engine import Kernels
from tests.e2e.test_broadcast import Listener, heard_is_the_recipe

LEAD_MS = 3000
"""Rendered ahead: a busy machine may stall for as long without silence in between."""

WISHES = (
    ("chunk", {"layers.pad.gain": 0.6}),
    ("beat", {"intensity": 0.8}),
    ("bar", {"key": "F minor"}),
    ("phrase", {"brightness": 0.3}),
)


@pytest.fixture
def listen() -> Iterator[Callable[[str], Listener]]:
    with ExitStack() as sockets:

        def start(url: str) -> Listener:
            socket = connect(url.replace("http://", "ws://"), subprotocols=[Subprotocol("auralis.pcm")])
            return Listener(sockets.enter_context(socket))

        yield start


def children(of: int) -> list[int]:
    tasks = Path(f"/proc/{of}/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def workers() -> dict[int, int]:
    """Return the worker processes of this test's server, each with the CPU time it has taken."""
    found = [w for server in children(os.getpid()) for w in children(server)]
    return {w: spent(w) for w in found if b"station.worker" in Path(f"/proc/{w}/cmdline").read_bytes()}


def spent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[11])


def worker_with_a_spare_that_is_ready() -> int:
    """Return the process that renders, once the other has begun and has nothing left to do."""
    end = time.monotonic() + 60
    before: dict[int, int] = {}
    while time.monotonic() < end:
        now = workers()
        idle = [w for w in now if now[w] > 20 and now[w] == before.get(w)]
        if len(now) >= 2 and idle:
            return max(now, key=lambda w: now[w] * (w not in idle))
        before = now
        time.sleep(0.5)
    raise AssertionError("no spare became ready")


def test_a_killed_worker_changes_no_byte_for_anyone_nor_does_a_reconnect(
    serve: Callable[..., str], listen: Callable[[str], Listener], kernels: Kernels
) -> None:
    url = serve("--seed", "31", "--preset", "bright", AURALIS_LEAD_MS=str(LEAD_MS)) + "ws"
    stays, leaves = listen(url), listen(url)
    for number, (boundary, settings) in enumerate(WISHES):
        stays.until(lambda: len(stays.chunks) >= 5)
        stays.send(type="control", boundary=boundary, **settings)
        stays.until(lambda n=number: len(stays.changes()) > n)
    leaves.until(lambda: len(leaves.chunks) >= 20)
    rendering = worker_with_a_spare_that_is_ready()
    leaves.socket.close()
    os.kill(rendering, signal.SIGKILL)
    back = listen(f"{url}?after={leaves.newest}")
    stays.send(type="control", boundary="beat", **{"layers.piano.gain": 0.7})
    stays.until(lambda: len(stays.changes()) > len(WISHES))
    last = max(change["frame"] for change in stays.changes()) // 4_410 + 10
    for listener in (stays, back):
        listener.until(lambda who=listener: who.newest > last)
    recipe = decode(listen(url).told[0]["address"])
    assert {c.boundary for c in recipe.changes} == {"chunk", "beat", "bar", "phrase"}
    assert min(back.chunks) == leaves.newest + 1
    for listener in (stays, leaves, back):
        heard_is_the_recipe(listener, recipe, kernels)
