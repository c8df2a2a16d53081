"""Sockets, and every message that a client says on one."""

import json
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed

from tests.server.role_cast import Things
from tests.server.role_requests import PERSONAL, SHARED

SOCKETS: Final = (
    ("/ws", ""),
    ("/ws/{station}", SHARED),
    ("/ws/{station}", PERSONAL),
    ("/ws/new", ""),
)
MESSAGES: Final[dict[str, dict[str, object]]] = {
    "control": {"type": "control", "bpm": 60},
    "update_params": {"type": "update_params", "intensity": 0.5},
    "preset": {"type": "preset", "name": "focus"},
    "night": {"type": "night"},
    "night, action": {"type": "night", "action": "cancel"},
    "ping": {"type": "ping"},
    "status_request": {"type": "status_request"},
    "report": {"type": "report", "buffer_depth_ms": 300},
}
_LAST: Final = "the last word"


def socket_path(path: str, about: str, there: Things, tokens: Sequence[str]) -> str:
    station = there.station if about == PERSONAL else SHARED
    return f"{path.format(station=station)}?{urlencode([('token', token) for token in tokens])}"


async def opening(house: Any, path: str) -> str:
    """Return `yes` if a socket is greeted, else the code of the refusal."""
    async with house.listen(path) as client:
        first = json.loads(await client.recv())
    return "yes" if first["type"] == "hello" else str(first["code"])


async def answers(house: Any, path: str) -> dict[str, str]:
    """Return what comes of each message: `yes`, or the code with which it, or the socket, is refused."""
    async with house.listen(path) as client:
        first = json.loads(await client.recv())
        if first["type"] != "hello":
            return dict.fromkeys(MESSAGES, str(first["code"]))
        return {name: await _answer(client, message) for name, message in MESSAGES.items()}


async def kinds(house: Any, path: str) -> set[str]:
    """Return every type of message that a socket knows, by its own word."""
    async with house.listen(path) as client:
        await client.send('{"type": "nothing of this kind"}')
        while (error := json.loads(await client.recv()))["type"] != "error":
            pass
        return set(error["allowed"].split(", "))


async def _answer(client: Any, message: dict[str, object]) -> str:
    """Say something and then ping: what is heard in order is answered in order."""
    await client.send(json.dumps(message))
    await client.send(json.dumps({"type": "ping", "client_time": _LAST}))
    refused = "yes"
    while True:
        try:
            heard = json.loads(await client.recv())
        except ConnectionClosed as closed:
            return str(closed.rcvd.code if closed.rcvd else "cut off")
        if heard["type"] == "error":
            refused = str(heard["code"])
        elif heard["type"] == "pong" and heard["client_time"] == _LAST:
            return refused
