"""A server that is killed, and one that takes its leave: what is heard before and after is the recipe."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from auralis.core.address import decode
from auralis.core.recipe import Recipe
from auralis.engine import Kernels
from auralis.journal.journal import Journal
from tests.e2e.conftest import Servers
from tests.e2e.test_broadcast import CHUNK, RATE, Listener, heard_is_the_recipe

LEAD = {"AURALIS_LEAD_MS": "2000"}
"""Rendered ahead: a busy machine may stall for as long without silence in between."""


class Witness(Listener):
    """One whose server may go."""

    def _listen(self) -> None:
        with suppress(ConnectionClosedError):
            super()._listen()


Listen = Callable[..., Listener]


@pytest.fixture
def listen() -> Iterator[Listen]:
    with ExitStack() as sockets:

        def start(url: str, path: str = "ws") -> Listener:
            address = url.replace("http://", "ws://") + path
            socket = connect(address, subprotocols=[Subprotocol("auralis.pcm")], compression=None)
            return Witness(sockets.enter_context(socket))

        yield start


def hears(listener: Listener, chunks: int) -> None:
    """Wait until a listener has heard so many more."""
    end = len(listener.chunks) + chunks
    listener.until(lambda: len(listener.chunks) >= end)


def changed(listener: Listener, **settings: Any) -> None:
    """Change the station, and wait until everyone was told."""
    known = len(listener.changes())
    listener.send(type="control", **settings)
    listener.until(lambda: len(listener.changes()) > known)


def recipe(url: str, station: str = "main") -> Recipe:
    return decode(httpx.get(f"{url}api/v1/stations/{station}").json()["address"])


def kept(data: Path, station: str = "main") -> Recipe:
    """Return what a server that has ended has written down."""
    journal = Journal(data / "stations")
    told = journal.open()
    assert (told.torn, told.damaged) == (0, 0)
    journal.close()
    return journal.stations[station].recipe


def kill(serve: Servers, url: str) -> None:
    server = serve.processes.pop(url)
    server.kill()
    server.communicate(timeout=30)


def test_kill_minus_nine_loses_nothing_that_was_announced(
    serve: Servers, listen: Listen, kernels: Kernels, tmp_path: Path
) -> None:
    variables = {**LEAD, "AURALIS_DATA_DIR": str(tmp_path)}
    first = serve("--seed", "31", "--preset", "bright", **variables)
    own = httpx.post(f"{first}api/v1/stations", json={"preset": "sleep", "seed": 5}).json()
    owner = {"Authorization": f"Bearer {own['owner_token']}"}
    dim = {"params": {"station": own["name"]}, "json": {"brightness": 0.2}, "headers": owner}
    assert httpx.post(f"{first}api/v1/control", **dim).status_code == 200
    night = {"action": "wake", "at": "07:00", "zone": "Europe/Berlin", "repeat": "daily"}
    planned = httpx.post(f"{first}api/v1/night", json=night).json()
    before = listen(first)
    hears(before, 5)
    changed(before, key="F minor", layers={"pad": {"gain": 0.5}})
    hears(before, 5)
    changed(before, brightness=0.4)
    said = before.changes()
    killed_at = time.time()
    kill(serve, first)

    again = serve("--port", str(urlsplit(first).port), **variables)
    assert again == first
    after = listen(again, f"ws?after={before.newest}")
    hears(after, 5)
    changed(after, intensity=0.9)
    hears(after, 10)
    log = recipe(again)
    logged = [c.as_dict() for c in log.changes]
    assert len(said) == 3
    assert all(change in logged for change in said)
    assert log.changes[-1].set == {"intensity": 0.9}
    heard_is_the_recipe(before, log, kernels)
    heard_is_the_recipe(after, log, kernels)
    assert min(after.chunks) > before.newest
    assert min(after.chunks) - before.newest < 10 * (time.time() - killed_at)
    assert httpx.get(f"{again}api/v1/night").json() == planned

    listed = {s["name"]: s for s in httpx.get(f"{again}api/v1/stations").json()["stations"]}
    assert listed[own["name"]]["kind"] == "personal"
    assert listed[own["name"]]["paused"]
    dim["json"] = {"space": 0.9}
    assert httpx.post(f"{again}api/v1/control", **{**dim, "headers": {}}).status_code == 403
    assert httpx.post(f"{again}api/v1/control", **dim).status_code == 200
    mine = listen(again, f"ws/{own['name']}")
    hears(mine, 5)
    assert [c.set for c in recipe(again, own["name"]).changes] == [{"brightness": 0.2}, {"space": 0.9}]
    heard_is_the_recipe(mine, recipe(again, own["name"]), kernels)


def test_a_server_that_leaves_fades_out_and_comes_back(
    serve: Servers, listen: Listen, kernels: Kernels, tmp_path: Path
) -> None:
    variables = {**LEAD, "AURALIS_DATA_DIR": str(tmp_path)}
    url = serve("--seed", "32", "--preset", "bright", **variables)
    listener = listen(url)
    changed(listener, fade=0.8, fade_s=0)
    streamed: list[int] = []
    stream = Thread(target=lambda: streamed.append(drained(f"{url}stream/main.mp3")))
    stream.start()
    while httpx.get(f"{url}api/v1/stations/main").json()["listeners"] < 2:
        pass
    hears(listener, 10)
    server = serve.processes.pop(url)
    asked = time.monotonic()
    server.send_signal(signal.SIGTERM)
    while (answer := readiness(url)) == 200:
        pass
    assert answer == 503
    server.communicate(timeout=30)
    took = time.monotonic() - asked
    stream.join(30)
    assert server.returncode == 0
    assert took < 5
    assert listener.socket.protocol.close_code == 1001
    assert streamed[0] > 0

    log = kept(tmp_path)
    assert log.changes[-1].set == {"fade": 0, "fade_s": 1.5}
    heard_is_the_recipe(listener, log, kernels)
    assert silent(listener.chunks[listener.newest])
    assert listener.newest * CHUNK >= log.changes[-1].frame + 1.4 * RATE

    again = serve(**variables)
    back = listen(again)
    hears(back, 20)
    assert recipe(again).changes[-1].set == {"fade": 0.8, "fade_s": 1.5}
    assert recipe(again).changes[-1].frame // CHUNK <= min(back.chunks)
    heard_is_the_recipe(back, recipe(again), kernels)
    assert not silent(back.chunks[back.newest])


def test_who_asks_twice_does_not_wait(serve: Servers, listen: Listen) -> None:
    url = serve("--seed", "33", "--preset", "bright", **LEAD)
    listener = listen(url)
    hears(listener, 5)
    server = serve.processes.pop(url)
    server.send_signal(signal.SIGINT)
    while readiness(url) == 200:
        pass
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=30)
    assert server.returncode == 0
    assert not silent(listener.chunks[listener.newest])


def readiness(url: str) -> int:
    try:
        return httpx.get(f"{url}api/v1/ready").status_code
    except httpx.TransportError:
        return 0


def drained(url: str) -> int:
    """Return how many bytes a stream has until it ends, which it must do in good order."""
    with httpx.stream("GET", url, timeout=30) as answer:
        return sum(map(len, answer.iter_bytes()))


def silent(pcm: bytes) -> bool:
    return not np.frombuffer(pcm, "<i2").any()
