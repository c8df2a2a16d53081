"""The socket of a real server: what listeners hear is the recipe, whatever is changed while they listen."""

import base64
import hashlib
import json
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Condition, Thread
from typing import Any

import httpx
import numpy as np
import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from auralis.core.address import decode
from auralis.core.recipe import Recipe
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.offline import render

RATE = 44_100
CHUNK = RATE // 10
LEAD = 2.0
"""Seconds rendered ahead: a busy machine may stall for as long without silence in between."""

HEADER = struct.Struct("<4sIQd")


class Listener:
    """Hears a station over one socket, in a thread of its own."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.told: list[dict[str, Any]] = []
        self.chunks: dict[int, bytes] = {}
        self._heard = Condition()
        Thread(target=self._listen, daemon=True).start()
        self.until(lambda: bool(self.told))
        assert self.told[0]["type"] == "hello"

    @property
    def newest(self) -> int:
        return max(self.chunks, default=-1)

    def until(self, done: Callable[[], bool]) -> None:
        """Wait until a condition holds."""
        with self._heard:
            assert self._heard.wait_for(done, 30)

    def _listen(self) -> None:
        for message in self.socket:
            with self._heard:
                self._take(message)
                self._heard.notify_all()

    def _take(self, message: bytes | str) -> None:
        if isinstance(message, bytes):
            magic, flags, seq, _ = HEADER.unpack_from(message)
            assert (magic, flags) == (b"AUR1", 0)
            self.chunks[seq] = message[HEADER.size :]
            return
        told = json.loads(message)
        if told["type"] == "audio":
            assert (told["format"], told["channels"], told["sample_rate"]) == ("int16_le", 2, RATE)
            self.chunks[told["seq"]] = base64.b64decode(told["data"])
        else:
            self.told.append(told)

    def send(self, **message: object) -> None:
        self.socket.send(json.dumps(message))

    def changes(self) -> list[dict[str, Any]]:
        return [c for m in self.told if m["type"] == "generation_update" for c in m["changes"]]


Listen = Callable[[str, str], Listener]


@pytest.fixture
def listen() -> Iterator[Listen]:
    with ExitStack() as open_sockets:

        def start(url: str, form: str) -> Listener:
            address = url.replace("http://", "ws://") + "ws"
            socket = connect(address, subprotocols=[Subprotocol(form)], compression=None)
            return Listener(open_sockets.enter_context(socket))

        yield start


def heard_is_the_recipe(listener: Listener, recipe: Recipe, kernels: Kernels) -> None:
    chunks = sorted(listener.chunks.copy().items())
    first, last = chunks[0][0], chunks[-1][0]
    assert [seq for seq, _ in chunks] == list(range(first, last + 1)), "a chunk is missing"
    frames = (last + 1 - first) * CHUNK
    offline = b"".join(to_pcm(b).tobytes() for b in render(recipe, kernels, first * CHUNK, frames))
    live = b"".join(pcm for _, pcm in chunks)
    assert hashlib.sha256(live).hexdigest() == hashlib.sha256(offline).hexdigest()


def first_difference(one: Recipe, two: Recipe, kernels: Kernels, frames: int) -> int:
    both = (np.concatenate([to_pcm(b) for b in render(r, kernels, 0, frames)]) for r in (one, two))
    return int(np.flatnonzero(np.any(next(both) != next(both), axis=1))[0])


def test_key_tempo_and_preset_change_at_the_next_bar_and_the_log_renders_to_the_same_bytes(
    serve: Callable[..., str], listen: Listen, kernels: Kernels
) -> None:
    url = serve("--seed", "12", "--preset", "bright", AURALIS_LEAD_MS=str(int(1000 * LEAD)))
    binary, text = listen(url, "auralis.pcm"), listen(url, "auralis.json")
    bar = 4 * 60 * RATE / 70
    settings: list[dict[str, object]] = [{"key": "F minor"}, {"bpm": 93}, {"preset": "focus"}]
    for number, wanted in enumerate(settings):
        binary.until(lambda: len(binary.chunks) >= 15)
        asked_at = binary.newest * CHUNK
        (binary if number % 2 else text).send(type="control", **wanted)
        binary.until(lambda n=number: len(binary.changes()) > n)
        change = binary.changes()[number]
        assert (change["set"], change["boundary"]) == (wanted, "bar")
        assert asked_at < change["frame"] <= asked_at + bar + (LEAD + 0.1) * RATE + CHUNK
        binary.until(lambda c=change: binary.newest * CHUNK > c["frame"] + RATE)
    text.until(lambda: text.newest >= binary.newest)
    assert text.changes() == binary.changes()
    recipe = decode(listen(url, "auralis.pcm").told[0]["address"])
    assert [c.as_dict() for c in recipe.changes] == binary.changes()
    for listener in (binary, text):
        heard_is_the_recipe(listener, recipe, kernels)
    turned = recipe.changes[0].frame
    differs = first_difference(recipe, recipe.with_changes(()), kernels, turned + RATE)
    assert turned - 64 <= differs <= turned + RATE // 2


def test_a_wrong_change_is_answered_and_nothing_else_is_disturbed(
    serve: Callable[..., str], listen: Listen, kernels: Kernels
) -> None:
    url = serve("--seed", "13", AURALIS_LEAD_MS=str(int(1000 * LEAD)))
    listener = listen(url, "auralis.pcm")
    for wanted, field in (
        ({"preset": "nap"}, "preset"),
        ({"key": "H major"}, "key"),
        ({"mode": "blue"}, "mode"),
        ({"bpm": 39}, "bpm"),
        ({"bpm": 201}, "bpm"),
        ({"intensity": "NaN"}, "intensity"),
    ):
        before = len(listener.told)
        listener.send(type="control", **wanted)
        listener.until(lambda n=before: any(m["type"] == "error" for m in listener.told[n:]))
        error = next(m for m in listener.told[before:] if m["type"] == "error")
        assert (error["code"], error["field"]) == ("INVALID_CONTROL", field)
        assert error["allowed"]
    listener.socket.send('{"type":"control","intensity":NaN}')
    before = len(listener.told)
    listener.until(lambda: any(m["type"] == "error" for m in listener.told[before:]))
    answer = httpx.post(f"{url}api/v1/control", json={"bpm": 500})
    assert answer.status_code == 422
    assert answer.json()["field"] == "bpm"
    listener.until(lambda: len(listener.chunks) > 20)
    assert listener.changes() == []
    heard_is_the_recipe(listener, decode(listener.told[0]["address"]), kernels)
