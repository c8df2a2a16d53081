"""Personal stations of a real server: nobody else changes a byte of them, and rest leaves no seam."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import numpy as np
import pytest
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from auralis.core.address import decode
from auralis.core.recipe import Recipe
from auralis.engine import Kernels
from tests.e2e.test_broadcast import CHUNK, Listener, heard_is_the_recipe

Listen = Callable[[str], Listener]
PATIENCE_S = 30
LEAD_MS = 3000
"""Rendered ahead: a busy machine may stall for as long without silence in between."""


@pytest.fixture(scope="module")
def url(serve_all: Callable[..., str]) -> str:
    return serve_all("--seed", "5", AURALIS_LEAD_MS=str(LEAD_MS), AURALIS_PAUSE_AFTER_S="1")


@pytest.fixture
def listen(url: str) -> Iterator[Listen]:
    with ExitStack() as open_sockets:

        def start(path: str) -> Listener:
            where = url.replace("http://", "ws://") + path.removeprefix("/")
            socket = connect(where, subprotocols=[Subprotocol("auralis.pcm")], compression=None)
            return Listener(open_sockets.enter_context(socket))

        yield start


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def station(url: str, name: str) -> dict[str, Any]:
    return httpx.get(f"{url}api/v1/stations/{name}").json()


def recipe(url: str, name: str) -> Recipe:
    return decode(station(url, name)["address"])


def test_what_others_try_alters_no_byte_of_a_personal_station(
    url: str, listen: Listen, kernels: Kernels
) -> None:
    own = listen("/ws/new?preset=bright&seed=12")
    hello = own.told[0]
    name, token = hello["station"], hello["owner_token"]
    stranger = listen(f"/ws/{name}?token=guess")
    control = f"{url}api/v1/control?station={name}"
    for attempt in range(5):
        stranger.send(type="control", intensity=0.1, brightness=1, fade=0, id=attempt)
        assert httpx.post(control, json={"bpm": 90}).status_code == 403
    assert httpx.post(f"{url}api/v1/control", json={"bpm": 65}).status_code == 200
    stranger.until(lambda: sum(m.get("code") == "NOT_OWNER" for m in stranger.told) == 5)
    own.send(type="control", brightness=0.9, intensity=0.7)
    own.until(lambda: len(own.changes()) == 2)
    own.until(lambda: own.newest * CHUNK > own.changes()[-1]["frame"] + CHUNK)
    stranger.until(lambda: stranger.newest >= own.newest)
    played = recipe(url, name)
    assert [c.as_dict() for c in played.changes] == own.changes()
    assert {key for c in played.changes for key in c.set} == {"brightness", "intensity"}
    for listener in (own, stranger):
        listener.socket.close()
        heard_is_the_recipe(listener, played, kernels)
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.delete(f"{url}api/v1/stations/{name}").status_code == 403
    assert httpx.delete(f"{url}api/v1/stations/{name}", headers=headers).status_code == 204
    assert httpx.get(f"{url}api/v1/status?station={name}").status_code == 404


def test_a_station_that_rested_goes_on_at_the_very_next_frame(
    url: str, listen: Listen, kernels: Kernels
) -> None:
    first = listen("/ws/new?seed=13")
    name = first.told[0]["station"]
    first.until(lambda: len(first.chunks) > 15)
    first.socket.close()
    until(lambda: station(url, name)["paused"])
    heard = dict(first.chunks)
    again = listen(f"/ws/{name}?after={max(heard)}")
    again.until(lambda: again.newest > max(heard) + 40)
    assert not station(url, name)["paused"]
    again.chunks |= heard
    heard_is_the_recipe(again, recipe(url, name), kernels)
    figures = httpx.get(f"{url}api/metrics?station={name}").json()
    assert figures["buffer_underruns"] == 0


def test_a_station_fades_out_sleeps_and_fades_in_again_as_its_recipe_says(
    url: str, listen: Listen, kernels: Kernels
) -> None:
    own = listen("/ws/new?preset=bright&seed=14")
    name = own.told[0]["station"]
    own.until(lambda: len(own.chunks) > 5)
    own.send(type="night", action="sleep", minutes=0.05, fade_s=2)
    own.until(lambda: any(m["type"] == "night" and m["asleep"] for m in own.told))
    slept = own.newest
    silence = np.frombuffer(own.chunks[slept], "<i2")
    assert not silence.any()
    own.send(type="control", fade=1, fade_s=0.5)
    own.until(lambda: len(own.changes()) == 2)
    own.until(lambda: own.newest * CHUNK > own.changes()[-1]["frame"] + 10 * CHUNK)
    assert own.newest > slept
    played = recipe(url, name)
    assert [dict(c.set) for c in played.changes] == [{"fade": 0, "fade_s": 2}, {"fade": 1, "fade_s": 0.5}]
    assert np.frombuffer(own.chunks[own.newest], "<i2").any()
    heard_is_the_recipe(own, played, kernels)
