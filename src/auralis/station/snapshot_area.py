"""Where a worker keeps the newest snapshot of a station, so that another process can go on from it.

Two snapshots lie in turn in shared memory: one is written while the other stays whole. Each has an
entry in the first page: its sequence number, where it begins and how much room it has there, the
lengths of its head and of the whole, and the head's CRC-32. The number is cleared before a write and
set after it, so that one that was cut short is not taken for whole.
"""

import struct
import zlib
from typing import Final, NamedTuple

import numpy as np

from auralis.engine.compiler.instance import Snapshot
from auralis.engine.compiler.long_line import changed
from auralis.station.messages import SNAPSHOTS
from auralis.station.shared_memory import SharedMemory
from auralis.station.snapshot_format import Array, Packed, unpack
from auralis.station.station_snapshot import StationSnapshot

_PAGE: Final = SNAPSHOTS
_ENTRY: Final = struct.Struct("<6Q")
_SPARE_ROOM: Final = 1.25

_Held = dict[int, Snapshot]
"""By where it was written: the state of an instance, as it lies in one of the two places."""


class _Entry(NamedTuple):
    number: int
    start: int
    room: int
    head: int
    size: int
    check: int


class SnapshotArea:
    """The two newest snapshots of a station in shared memory, which grows with them.

    One process writes at a time; another one joins when that is gone. What the last snapshot but one has
    left there and is the same now, most of the long delay lines and what sleeps, is not copied again.
    """

    def __init__(self, memory: SharedMemory) -> None:
        self._memory = memory
        self._held: list[_Held] = [{}, {}]

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
        held, self._held[turn] = self._held[turn], {}
        with self._memory.view() as view:
            view[place.start : place.start + len(packed.head)] = packed.head
            offsets = [place.start + offset for offset in packed.places()]
            for k, (offset, array) in enumerate(zip(offsets, packed.arrays, strict=True)):
                _copy(array, view, offset, held.get(offset), packed.states.get(k))
        self._held[turn] = {offsets[k]: state for k, state in packed.states.items()}
        check = zlib.crc32(packed.head)
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
        if zlib.crc32(data[: entry.head]) != entry.check:
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


def _copy(array: Array, view: memoryview, offset: int, before: Snapshot | None, now: Snapshot | None) -> None:
    """Copy an array; of a state whose earlier form is there already, only what may have changed."""
    target = np.frombuffer(view, array.dtype, array.size, offset)
    if now is None or before is None or before.state is not now.state:
        target[:] = array.reshape(-1)
    elif now.calls != before.calls:
        for part in changed(now.lines, array.size, before.position, now.position):
            target[part] = array[part]
