"""Integers as bytes: columns of them, and single ones; and their reader."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final

_LINE: Final = b"\n"
_MORE: Final = 128

LARGEST_SINGLE: Final = (1 << 70) - 1
"""The largest number that may stand alone: ten bytes."""


def steps(numbers: Sequence[int]) -> list[int]:
    """Return differences, from 0 on, without a sign: 0, -1, 1, -2 are 0, 1, 2, 3."""
    return [2 * d if d >= 0 else -2 * d - 1 for d in (b - a for a, b in pairwise((0, *numbers)))]


def column(numbers: Sequence[int]) -> Iterator[bytes]:
    """Yield how many bytes the largest number has, then all lowest bytes, all second ones and so on."""
    width = (max(numbers, default=0).bit_length() + 7) // 8
    yield bytes([width])
    for place in range(width):
        yield bytes(number >> 8 * place & 255 for number in numbers)


def single(number: int) -> bytes:
    """Return a number up to `LARGEST_SINGLE`, seven bits a byte, lowest first; 128 says that more follow."""
    out = []
    while number >= _MORE:
        out.append(number % _MORE + _MORE)
        number //= _MORE
    return bytes([*out, number])


class PackedReader:
    """Reads on from where the last was read; raises ValueError where nothing is left."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> bool:
        """Whether anything is left to read."""
        return self._at < len(self._data)

    def raw(self, count: int) -> bytes:
        """Return the next bytes."""
        found = self._data[self._at : self._at + count]
        if len(found) < count:
            raise ValueError("cut short")
        self._at += count
        return found

    def line(self) -> bytes:
        """Return what comes before the next line feed."""
        end = self._data.find(_LINE, self._at)
        if end < 0:
            raise ValueError("cut short")
        found = self._data[self._at : end]
        self._at = end + 1
        return found

    def single(self) -> int:
        """Return the next single number."""
        number = shift = 0
        while True:
            byte = self.raw(1)[0]
            number |= byte % _MORE << shift
            shift += 7
            if byte < _MORE:
                return number
            if number > LARGEST_SINGLE:
                raise ValueError("too large a number")

    def column(self, count: int) -> list[int]:
        """Return the next column of numbers."""
        width = self.raw(1)[0]
        planes = [self.raw(count) for _ in range(width)]
        return [sum(plane[row] << 8 * place for place, plane in enumerate(planes)) for row in range(count)]

    def steps(self, count: int) -> list[int]:
        """Return the next column, which is kept as differences."""
        return list(accumulate(n // 2 if n % 2 == 0 else -(n + 1) // 2 for n in self.column(count)))
