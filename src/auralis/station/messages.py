"""What a server and its render worker say to each other: length-prefixed MessagePack over a socket pair."""

import socket
import struct
from typing import Any, Final

import msgspec

START: Final = 0
"""The `id` of what a worker's start is answered with."""

_LENGTH: Final = struct.Struct("<I")


class Control(msgspec.Struct, frozen=True, tag=True):
    """Change settings; answered by `Applied` or `Refused` with the same `id`."""

    id: int
    settings: dict[str, Any]
    boundary: str | None


class Stop(msgspec.Struct, frozen=True, tag=True):
    """Finish the chunk at hand and exit."""


class Progress(msgspec.Struct, frozen=True, tag=True):
    """A line for the person who waits for the start."""

    line: str


class Ready(msgspec.Struct, frozen=True, tag=True):
    """Kernels are loaded, the first chunk is in the ring and the first phrase was announced."""

    recipe: str


class Applied(msgspec.Struct, frozen=True, tag=True):
    """A change is in the log: the entries it made and the whole recipe so far, as JSON."""

    id: int
    changes: list[dict[str, Any]]
    recipe: str


class Refused(msgspec.Struct, frozen=True, tag=True):
    """A change altered nothing: field, value and what is allowed."""

    id: int
    field: str
    value: Any
    allowed: str


class Update(msgspec.Struct, frozen=True, tag=True):
    """A new phrase begins or a change was applied: a `generation_update` for listeners."""

    payload: dict[str, Any]


class Rendered(msgspec.Struct, frozen=True, tag=True):
    """A chunk is in the ring."""

    seq: int
    render_ms: float
    lead_ms: float
    memory_mb: float


class Troubled(msgspec.Struct, frozen=True, tag=True):
    """A kit could not play; `last` if there is none to fall back to. The recipe so far, as JSON."""

    kit: str
    why: str
    last: bool
    recipe: str


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The worker can't go on."""

    message: str


Command = Control | Stop
Report = Progress | Ready | Applied | Refused | Update | Rendered | Troubled | Failed

_encoder = msgspec.msgpack.Encoder(enc_hook=str)
_commands: msgspec.msgpack.Decoder[Command] = msgspec.msgpack.Decoder(Command)
_reports: msgspec.msgpack.Decoder[Report] = msgspec.msgpack.Decoder(Report)


def pack(message: Command | Report) -> bytes:
    """Return a message with its length before it."""
    body = _encoder.encode(message)
    return _LENGTH.pack(len(body)) + body


def send(connection: socket.socket, report: Report) -> None:
    """Send a report, whole."""
    connection.setblocking(True)
    connection.sendall(pack(report))


class Inbox:
    """Whole messages out of a stream of bytes."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def commands(self, received: bytes) -> list[Command]:
        """Return the commands that are whole once these bytes have come."""
        return [_commands.decode(body) for body in self._bodies(received)]

    def reports(self, received: bytes) -> list[Report]:
        """Return the reports that are whole once these bytes have come."""
        return [_reports.decode(body) for body in self._bodies(received)]

    def _bodies(self, received: bytes) -> list[bytes]:
        self._bytes += received
        bodies = []
        while len(self._bytes) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(self._bytes)[0]
            if len(self._bytes) < end:
                break
            bodies.append(bytes(self._bytes[_LENGTH.size : end]))
            del self._bytes[:end]
        return bodies


def receive(connection: socket.socket, seconds: float) -> bytes | None:
    """Return what has come within some seconds: b"" for nothing, None once the other side is gone."""
    connection.settimeout(max(seconds, 1e-4))
    try:
        return connection.recv(1 << 16) or None
    except TimeoutError:
        return b""
    except ConnectionError:
        return None
