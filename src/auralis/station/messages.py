"""What a server and its render workers say to each other: length-prefixed MessagePack over a socket pair.

A command that opens a station carries two descriptors, of its ring and of its snapshots.
"""

import socket
import struct
from collections import deque
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from auralis.core.recipe import Change, check_boundary

DESCRIPTORS: Final = 2
"""How many descriptors come with `Open`: the ring's, and that of the snapshots."""

SNAPSHOTS: Final = 4096
"""Bytes of shared memory in which a worker can begin to keep snapshots; it grows by itself."""

_LENGTH: Final = struct.Struct("<I")
_READ: Final = 1 << 16


class Open(msgspec.Struct, frozen=True, tag=True):
    """Play a station: from its beginning if its ring is empty, else from where its ring ends.

    `number` names it in the pulse. `expected` is the share of a core it will cost. Listeners have been
    told of phrases before frame `next_phrase`, and nothing yet of the changes `untold`.
    """

    station: str
    number: int
    recipe: str
    seconds: float
    expected: float
    playing: bool = True
    next_phrase: int = 0
    untold: list[dict[str, Any]] = []


class Control(msgspec.Struct, frozen=True, tag=True):
    """Change settings; answered by `Applied` or `Refused` with the same `id`."""

    station: str
    id: int
    settings: dict[str, Any]
    boundary: str | None


class Pause(msgspec.Struct, frozen=True, tag=True):
    """Render no further; answered by `Done`."""

    station: str
    id: int


class Resume(msgspec.Struct, frozen=True, tag=True):
    """Render on, the next chunk due a lead from now; answered by `Done`."""

    station: str
    id: int


class Close(msgspec.Struct, frozen=True, tag=True):
    """Forget a station."""

    station: str


class Stop(msgspec.Struct, frozen=True, tag=True):
    """Finish the chunk at hand and exit."""


class Progress(msgspec.Struct, frozen=True, tag=True):
    """A line for the person who waits for the start."""

    line: str


class Warm(msgspec.Struct, frozen=True, tag=True):
    """Kernels are loaded; a station of the built-in kit cost this share of a core in a rehearsal."""

    cost: float


class Opened(msgspec.Struct, frozen=True, tag=True):
    """A station plays: its next chunk is in the ring, or will be in time. The recipe so far, as JSON."""

    station: str
    recipe: str


class Answer(msgspec.Struct, frozen=True):
    """The entries that a control made in the log."""

    id: int
    changes: list[dict[str, Any]]


class Applied(msgspec.Struct, frozen=True, tag=True):
    """Changes are in the log, which holds `changes` from entry `first` on; `context` is in force after them.

    It is sent before any frame is rendered that depends on them.
    """

    station: str
    answers: list[Answer]
    first: int
    changes: list[dict[str, Any]]
    context: dict[str, Any]


class Refused(msgspec.Struct, frozen=True, tag=True):
    """A command altered nothing: field, value and what is allowed. Without `id`, what was to be opened."""

    station: str
    id: int | None
    field: str
    value: Any
    allowed: str


class Done(msgspec.Struct, frozen=True, tag=True):
    """A station was paused or goes on."""

    station: str
    id: int


class Update(msgspec.Struct, frozen=True, tag=True):
    """A new phrase begins or changes were applied: a `generation_update` for listeners."""

    station: str
    payload: dict[str, Any]


class Rendered(msgspec.Struct, frozen=True, tag=True):
    """A chunk is in the ring.

    `cost` is the station's share of a core, `reduction_db` what the master takes from the loudest frame,
    `memory_mb` of the worker's memory.
    """

    station: str
    seq: int
    render_ms: float
    lead_ms: float
    snapshot_ms: float
    cost: float
    reduction_db: float
    memory_mb: float


class Postponed(msgspec.Struct, frozen=True, tag=True):
    """A station was so many seconds late that it is put off instead of caught up: the machine stood still."""

    station: str
    seconds: float


class Troubled(msgspec.Struct, frozen=True, tag=True):
    """A kit could not play; `last` if there is none to fall back to. The recipe so far, as JSON."""

    station: str
    kit: str
    why: str
    last: bool
    recipe: str


class Uncompiled(msgspec.Struct, frozen=True, tag=True):
    """A station's kit has a patch whose kernel is not compiled yet; it was not opened."""

    station: str
    patch: str


class Failed(msgspec.Struct, frozen=True, tag=True):
    """A station can't go on, or the worker can't, if none is named."""

    station: str
    message: str


Command = Open | Control | Pause | Resume | Close | Stop
StationReport = (
    Opened | Applied | Refused | Done | Update | Rendered | Postponed | Troubled | Uncompiled | Failed
)
Report = Progress | Warm | StationReport

_encoder = msgspec.msgpack.Encoder(enc_hook=str)
_commands: msgspec.msgpack.Decoder[Command] = msgspec.msgpack.Decoder(Command)
_reports: msgspec.msgpack.Decoder[Report] = msgspec.msgpack.Decoder(Report)


def pack(message: Command | Report) -> bytes:
    """Return a message with its length before it."""
    body = _encoder.encode(message)
    return _LENGTH.pack(len(body)) + body


def change_of(entry: Mapping[str, Any]) -> Change:
    """Return a change that was sent as plain data."""
    return Change(int(entry["frame"]), check_boundary(entry["boundary"]), dict(entry["set"]))


class Inbox:
    """Whole messages out of a stream of bytes, and the descriptors that came with them."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._descriptors: deque[int] = deque()

    def receive(self, connection: socket.socket) -> bool:
        """Take what has come on a socket that is ready; return False once the other side is gone."""
        try:
            data, descriptors, _, _ = socket.recv_fds(connection, _READ, 4 * DESCRIPTORS)
        except (BlockingIOError, InterruptedError):
            return True
        except ConnectionError:
            return False
        self._descriptors += descriptors
        self._bytes += data
        return bool(data)

    def descriptors(self) -> tuple[int, ...]:
        """Return the descriptors of the next `Open`."""
        return tuple(self._descriptors.popleft() for _ in range(DESCRIPTORS))

    def commands(self) -> list[Command]:
        """Return the commands that are whole."""
        return [_commands.decode(body) for body in self._bodies()]

    def reports(self) -> list[Report]:
        """Return the reports that are whole."""
        return [_reports.decode(body) for body in self._bodies()]

    def _bodies(self) -> list[bytes]:
        bodies, begin = [], 0
        while len(self._bytes) >= begin + _LENGTH.size:
            end = begin + _LENGTH.size + _LENGTH.unpack_from(self._bytes, begin)[0]
            if len(self._bytes) < end:
                break
            bodies.append(bytes(self._bytes[begin + _LENGTH.size : end]))
            begin = end
        del self._bytes[:begin]
        return bodies
