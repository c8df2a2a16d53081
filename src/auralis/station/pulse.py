"""How a worker shows that it is alive: words in memory that it shares with the server."""

import struct
from typing import Final

from auralis.station.shared_memory import SharedMemory

_SIZE: Final = 4096
_WORDS: Final = struct.Struct("<2Q")


class Pulse:
    """A count that a worker raises at each turn of its loop, and the number of the station it is at."""

    def __init__(self, memory: SharedMemory) -> None:
        self._memory = memory
        self._view = memory.view()

    @classmethod
    def new(cls) -> "Pulse":
        """Return a pulse that has not begun."""
        return cls(SharedMemory.new(_SIZE))

    @classmethod
    def joined(cls, fd: int) -> "Pulse":
        """Return a pulse that another process watches; it owns the descriptor."""
        return cls(SharedMemory(fd))

    @property
    def turns(self) -> int:
        """How often it has beaten."""
        turns: int = _WORDS.unpack_from(self._view)[0]
        return turns

    @property
    def station(self) -> int:
        """The number of the station at hand, 0 for none."""
        station: int = _WORDS.unpack_from(self._view)[1]
        return station

    def beat(self, station: int = 0) -> None:
        """Show that the next turn begins, and which station it is for."""
        _WORDS.pack_into(self._view, 0, self.turns + 1, station)

    def fileno(self) -> int:
        """Return the descriptor to hand to the worker."""
        return self._memory.fileno()

    def close(self) -> None:
        """Let go of the memory."""
        self._view.release()
        self._memory.close()
