"""Where a worker keeps the newest snapshot of a station, so that another process can go on from it.

Two snapshots lie in turn in shared memory: one is written while the other stays whole. Each has an
entry in the first page: its sequence number, where it begins and how much room it has there, the
lengths of its head and of the whole, and its check. The number is cleared before and set after a write.
The check is a CRC-32 of the head and of the sum of the first word of each cache line: what is torn is
found, at a fiftieth of what a CRC over all of it would cost.
"""

import struct
import zlib
from typing import Final, NamedTuple

import numpy as np

from auralis.station.messages import SNAPSHOTS
from auralis.station.shared_memory import SharedMemory
from auralis.station.snapshot_format import Packed, unpack
from auralis.station.station_snapshot import StationSnapshot

_PAGE: Final = SNAPSHOTS
_ENTRY: Final = struct.Struct("<6Q")
_SPARE_ROOM: Final = 1.25
_LINE_WORDS: Final = 8


class _Entry(NamedTuple):
    number: int
    start: int
    room: int
    head: int
    size: int
    check: int


class SnapshotArea:
    """The two newest snapshots of a station in shared memory, which grows with them.

    One process writes at a time; another one joins when that is gone.
    """

    def __init__(self, memory: SharedMemory) -> None:
        self._memory = memory

    @classmethod
    def new(cls) -> "SnapshotArea":
        """Return an area without a snapshot."""
        return cls(SharedMemory.new(_PAGE))

    @classmethod
    def joined(cls, fd: int) -> "SnapshotArea":
        """Return an area that another process has made; it owns the descriptor."""
        return cls(SharedMemory(fd))

    @property
    def size(self) -> int:
        """Bytes of the whole area."""
        return self._memory.size

    def fileno(self) -> int:
        """Return the descriptor to hand to another process."""
        return self._memory.fileno()

    def close(self) -> None:
        """Let go of it."""
        self._memory.close()

    def write(self, packed: Packed) -> None:
        """Keep a snapshot in the place of the last but one."""
        entries = [self._entry(turn) for turn in (0, 1)]
        number = 1 + max(entry.number for entry in entries)
        turn, size = number % 2, packed.size
        place = self._placed(entries[turn]._replace(number=0), size)
        self._set(turn, place)
        with self._memory.view() as view:
            target = np.frombuffer(view, np.uint8, size, place.start)
            for offset, piece in packed.pieces():
                target[offset : offset + len(piece)] = piece
            check = _check(target, packed.head)
            del target
        self._set(turn, _Entry(number, place.start, place.room, len(packed.head), size, check))

    def read(self) -> StationSnapshot | None:
        """Return the newest snapshot that is whole, None if there is none."""
        entries = sorted((self._entry(turn) for turn in (0, 1)), key=lambda e: -e.number)
        return next((found for e in entries if e.number and (found := self._read(e))), None)

    def _read(self, entry: _Entry) -> StationSnapshot | None:
        if entry.start + entry.size > self._memory.size:
            return None
        with self._memory.view() as view:
            data = bytes(view[entry.start : entry.start + entry.size])
        if _check(np.frombuffer(data, np.uint8), data[: entry.head]) != entry.check:
            return None
        try:
            return unpack(data, entry.head)
        except ValueError:
            return None

    def _placed(self, entry: _Entry, size: int) -> _Entry:
        """Return an entry with room enough, at the end of the area if there is too little where it was."""
        if size <= entry.room:
            return entry
        room = -int(-size * _SPARE_ROOM // _PAGE) * _PAGE
        start = self._memory.size
        self._memory.grow(start + room)
        return entry._replace(start=start, room=room)

    def _entry(self, turn: int) -> _Entry:
        with self._memory.view() as view:
            return _Entry(*_ENTRY.unpack_from(view, turn * _ENTRY.size))

    def _set(self, turn: int, entry: _Entry) -> None:
        with self._memory.view() as view:
            _ENTRY.pack_into(view, turn * _ENTRY.size, *entry)


def _check(whole: "np.ndarray[tuple[int], np.dtype[np.uint8]]", head: bytes) -> int:
    total = int(np.add.reduce(whole.view(np.uint64)[::_LINE_WORDS]))
    return zlib.crc32(head, zlib.crc32(total.to_bytes(8, "little")))
