"""Malformed inputs made of well-formed ones: cut, doubled, spliced, bent, and numbers that are too much."""

import random
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

_ODD: Final = (
    b"null", b"true", b"-1", b"0", b"1e999", b"-1e999", b"NaN", b"Infinity", b"1e308", b"-0.0",
    b"9" * 400, b"1" * 5000, b"18446744073709551616", b"0.1", b'""', b"[]", b"{}", b"[[[[[[[[[[]]]]]]]]]]",
    b'"\\ud800"', b'"\\u0000"', b"\xff\xfe", b"\x00", b"\xf0\x9f\x8e\xb5", b"../../etc/passwd", b"%00",
    b"\r\n", b'"' + b"a" * 3000 + b'"', b'"key":', b'"type":"control",', b"@9:99:99", b"a2", b"a9",
    b'{"a":' * 30,
)  # fmt: skip
_T = TypeVar("_T")
_LARGEST: Final = 1 << 15


class Mutation:
    """Draws malformed inputs from samples; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)  # noqa: S311
        self._ways: Sequence[Callable[[bytearray], None]] = (
            self._flip, self._cut, self._drop, self._double, self._splice, self._swap, self._number,
        )  # fmt: skip

    def of(self, samples: Sequence[bytes]) -> bytes:
        """Return one of the samples, bent in one to five ways."""
        data = bytearray(self._draw.choice(samples))
        for _ in range(self._draw.randint(1, 5)):
            self._draw.choice(self._ways)(data)
        return bytes(data[:_LARGEST])

    def pick(self, some: Sequence[_T]) -> _T:
        """Return one of some things."""
        return self._draw.choice(some)

    def noise(self, most: int = 200) -> bytes:
        """Return bytes without any sense."""
        return self._draw.randbytes(self._draw.randint(0, most))

    def _place(self, data: bytearray) -> int:
        return self._draw.randrange(len(data) + 1)

    def _span(self, data: bytearray) -> slice:
        start = self._place(data)
        return slice(start, start + self._draw.randint(1, 12))

    def _flip(self, data: bytearray) -> None:
        if data:
            data[self._draw.randrange(len(data))] ^= 1 << self._draw.randrange(8)

    def _cut(self, data: bytearray) -> None:
        del data[self._place(data) :]

    def _drop(self, data: bytearray) -> None:
        del data[self._span(data)]

    def _double(self, data: bytearray) -> None:
        span = self._span(data)
        data[span.start : span.start] = data[span] * self._draw.randint(1, 4)

    def _splice(self, data: bytearray) -> None:
        data[self._place(data) : self._place(data)] = self._draw.choice(_ODD)

    def _swap(self, data: bytearray) -> None:
        one, other = self._span(data), self._span(data)
        data[one], data[other] = data[other], data[one]

    def _number(self, data: bytearray) -> None:
        """Put something odd in the place of a value behind a colon."""
        colons = [at for at, byte in enumerate(data) if byte == ord(":")]
        if not colons:
            return
        start = self._draw.choice(colons) + 1
        ends = [at for at in (data.find(b",", start), data.find(b"}", start)) if at >= 0]
        data[start : min(ends, default=len(data))] = self._draw.choice(_ODD)
