"""A long delay line in a state array, of which only a little changes from chunk to chunk."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from auralis.core.units import Frame

LONG: Final = 1 << 15
"""Frames from which on a line is long: most of a second."""

_MARGIN: Final = 8
"""Frames around a block's ends that an octet may write."""


class LongLine(NamedTuple):
    """Where a line begins, its length in frames, a power of two, and its floats a frame.

    Frame n is written at n modulo its length, at no other time than when n is played.
    """

    offset: int
    frames: Frame
    lanes: int

    def written(self, since: Frame, now: Frame) -> Iterator[slice]:
        """Yield the floats of the state array that the frames [since, now) have written, and a few more."""
        first, count = since - _MARGIN, now - since + 2 * _MARGIN
        if not 0 <= count < self.frames:
            yield self._floats(0, self.frames)
            return
        begin = first % self.frames
        end = begin + count
        yield self._floats(begin, min(end, self.frames))
        if end > self.frames:
            yield self._floats(0, end - self.frames)

    def _floats(self, begin: int, end: int) -> slice:
        return slice(self.offset + begin * self.lanes, self.offset + end * self.lanes)


def changed(lines: Sequence[LongLine], size: int, since: Frame, now: Frame) -> Iterator[slice]:
    """Yield what may have changed of `size` floats between two positions: all but most of the lines."""
    done = 0
    for line in sorted(lines):
        yield slice(done, line.offset)
        yield from line.written(since, now)
        done = line.offset + line.frames * line.lanes
    yield slice(done, size)
