"""From a change to the chunk that holds the first changed frame, at the socket of a real server."""

import json
import struct
import time

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

CHUNK_FRAMES = 4410
CHANGES = {
    "chunk": [{"brightness": 0.3 + 0.004 * n} for n in range(100)],
    "beat": [{"intensity": 0.3 + 0.02 * n} for n in range(30)],
    "bar": [{"calm": 0.3 + 0.04 * n} for n in range(10)],
}


def latencies(port: int) -> dict[str, list[float]]:
    """Return the milliseconds of each change, by boundary; at 60 bpm a beat is 1 s, a bar is 4 s."""
    address = f"ws://127.0.0.1:{port}/ws"
    with connect(address, subprotocols=[Subprotocol("auralis.pcm")], compression=None) as client:
        _chunk(client, 0)
        return {
            boundary: [_changed(client, boundary, change) for change in changes]
            for boundary, changes in CHANGES.items()
        }


def _changed(client: ClientConnection, boundary: str, change: dict[str, float]) -> float:
    sent = time.monotonic()
    client.send(json.dumps({"type": "control", "boundary": boundary, **change}))
    frame, newest = None, (0, sent)
    while frame is None:
        message = client.recv(30)
        if isinstance(message, bytes):
            newest = _seq(message), time.monotonic()
        else:
            frame = _frame(json.loads(message), change)
    arrived = newest[1] if newest[0] >= frame // CHUNK_FRAMES else _chunk(client, frame // CHUNK_FRAMES)
    return 1000 * (arrived - sent)


def _frame(message: dict[str, object], change: dict[str, float]) -> int | None:
    """Return the frame at which a change takes effect, if this is the message that says so."""
    changes = message.get("changes", [])
    assert isinstance(changes, list)
    return next((c["frame"] for c in changes if change.items() <= c["set"].items()), None)


def _chunk(client: ClientConnection, seq: int) -> float:
    """Return the monotonic second at which a chunk came."""
    while True:
        message = client.recv(30)
        if isinstance(message, bytes) and _seq(message) >= seq:
            return time.monotonic()


def _seq(message: bytes) -> int:
    found: int = struct.unpack_from("<Q", message, 8)[0]
    return found
