"""What a real server sends, for what the documents say of it."""

import json
from collections.abc import Mapping
from typing import Any

from websockets.sync.client import connect
from websockets.typing import Subprotocol

_ASKED = (
    {"type": "ping", "client_time": "2026-11-21T10:00:00Z"},
    {"type": "status_request"},
    {"type": "night"},
    {"type": "control", "bpm": 500, "id": 7},
)
_TYPES = frozenset({"hello", "audio", "generation_update", "status", "pong", "night", "error"})
_PATIENCE_S = 60


def opus_frame(server: str) -> bytes:
    """Return a binary frame of `main` in `auralis.opus`: a header, and five packets."""
    with connect(f"ws://{server}/ws", subprotocols=[Subprotocol("auralis.opus")], compression=None) as socket:
        while True:
            message = socket.recv(_PATIENCE_S)
            if isinstance(message, bytes):
                return message


def every_message(server: str) -> Mapping[str, Any]:
    """Return one message of each type that `main` sends in `auralis.json`, asked for where it must be."""
    heard: dict[str, Any] = {}
    with connect(f"ws://{server}/ws", compression=None) as socket:
        for asked in _ASKED:
            socket.send(json.dumps(asked))
        while _TYPES - set(heard):
            said = json.loads(socket.recv(_PATIENCE_S))
            heard[said["type"]] = said
    return heard


def check_message(written: Any, server: str) -> None:
    """Assert that a message in the documents has the fields of the real one; other values pass."""
    kind = written.get("type") if isinstance(written, dict) else None
    if kind in _TYPES:
        assert set(written) == set(every_message(server)[kind]), kind
