"""Listeners that are all at the same chunk and have nothing waiting: one frame is written to all of them."""

from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeAlias, TypeVar

from auralis.streaming.codec import Codec

_TIMED_TOGETHER: Final = 32

Member = TypeVar("Member")
_Write: TypeAlias = Callable[[bytes], int]


class Convoy(Generic[Member]):
    """Who listens in one wire form and keeps up; whoever is not in one is in `apart`.

    A pass over a thousand sockets is bound by the system's calls and by memory that has gone cold, so
    it touches nothing of a member but its socket. `took(seconds, members)` hears how long after the
    beginning of a pass so many more were done.
    """

    def __init__(self, codec: Codec, apart: set[Member], took: Callable[[float, int], None]) -> None:
        self.codec = codec
        self._apart = apart
        self._took = took
        self._members: dict[Member, _Write] = {}
        self._order: tuple[tuple[Member, _Write], ...] = ()

    def __len__(self) -> int:
        return len(self._members)

    def __iter__(self) -> Iterator[Member]:
        return iter(tuple(self._members))

    def add(self, member: Member, write: _Write) -> None:
        """Take a member along."""
        self._members[member] = write
        self._apart.discard(member)
        self._order = ()

    def remove(self, member: Member) -> None:
        """Let a member go."""
        del self._members[member]
        self._apart.add(member)
        self._order = ()

    def send(self, frame: bytes, now: Callable[[], float]) -> list[tuple[Member, int]]:
        """Write a frame to all; return those who took less than all of it, with the bytes they took."""
        begun, size = now(), len(frame)
        short: list[tuple[Member, int]] = []
        for batch in self._batches():
            for member, write in batch:
                try:
                    written = write(frame)
                except OSError:
                    written = 0
                if written != size:
                    short.append((member, written))
            self._took(now() - begun, len(batch))
        return short

    def _batches(self) -> Iterator[tuple[tuple[Member, _Write], ...]]:
        if not self._order:
            self._order = tuple(self._members.items())
        for start in range(0, len(self._order), _TIMED_TOGETHER):
            yield self._order[start : start + _TIMED_TOGETHER]
