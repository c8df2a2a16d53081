"""The number of any FLAC frame (RFC 9639, section 9.1), changed without reading what it holds."""

from functools import lru_cache
from typing import Final

from auralis.streaming.flac_frame import coded

_NUMBER_AT: Final = 4
_FIRST_LIMIT: Final = 0x80
_CRC8: Final = 0x107
_CRC16: Final = 0x1_8005
_SIZE_BYTES: Final = {6: 1, 7: 2}
"""Bytes that a block size takes after the number, by its code."""
_RATE_BYTES: Final = {12: 1, 13: 2, 14: 2}
"""Bytes that a rate takes behind that, by its code."""


def renumbered(frame: bytes, number: int) -> bytes:
    """Return a frame as frame `number` of a stream.

    Header and frame end with checksums. The one of the frame is linear, so what it becomes follows
    from the old and the new header and the length of the rest.
    """
    rest_of_header = _SIZE_BYTES.get(frame[2] >> 4, 0) + _RATE_BYTES.get(frame[2] & 15, 0)
    after = _NUMBER_AT + _length(frame[_NUMBER_AT])
    end = after + rest_of_header
    old, rest = frame[: end + 1], frame[end + 1 : -2]
    new = frame[:_NUMBER_AT] + coded(number) + frame[after:end]
    new += bytes((_remainder(new, _CRC8, 8),))
    change = _remainder(old, _CRC16, 16) ^ _remainder(new, _CRC16, 16)
    check = int.from_bytes(frame[-2:], "big") ^ _product(change, _power(len(rest)))
    return new + rest + check.to_bytes(2, "big")


def _length(lead: int) -> int:
    """Return how many bytes a number takes, by the first of them."""
    return 1 if lead < _FIRST_LIMIT else 8 - (lead ^ 0xFF).bit_length()


def _remainder(data: bytes, polynomial: int, width: int) -> int:
    """Return data · x^width modulo a polynomial over GF(2), most significant bit first."""
    value = int.from_bytes(data, "big") << width
    while (excess := value.bit_length() - width - 1) >= 0:
        value ^= polynomial << excess
    return value


@lru_cache(maxsize=1 << 15)
def _power(count: int) -> int:
    """Return x^(8 · count) modulo the frame's polynomial."""
    if count == 0:
        return 1
    half = _power(count // 2)
    square = _product(half, half)
    return _product(square, 1 << 8) if count % 2 else square


def _product(a: int, b: int) -> int:
    whole = 0
    while b:
        if b & 1:
            whole ^= a
        a <<= 1
        if a >> 16:
            a ^= _CRC16
        b >>= 1
    return whole
