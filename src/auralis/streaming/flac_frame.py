"""The number of a FLAC frame (RFC 9639, section 9.1), changed without reading what it holds."""

from typing import Final

_NUMBER_AT: Final = 4
_SIZE_BYTES: Final = 2
_SIZE_AT_END: Final = 7  # the header's code for a block size in two bytes after the number
_CRC8: Final = 0x107
_CRC16: Final = 0x1_8005
_FIRST_LIMIT: Final = 0x80


def renumbered(frame: bytes, number: int) -> bytes:
    """Return frame 0 of a stream, its block size written out in two bytes, as frame `number`.

    Header and frame end with checksums. The one of the frame is linear, so what it becomes follows
    from the old and the new header and the length of the rest. Raises ValueError for another frame.
    """
    if frame[_NUMBER_AT] != 0 or frame[2] >> 4 != _SIZE_AT_END:
        raise ValueError(f"not frame 0 with a written block size: {frame[:8].hex()}")
    end = _NUMBER_AT + 1 + _SIZE_BYTES
    old, rest = frame[: end + 1], frame[end + 1 : -2]
    new = frame[:_NUMBER_AT] + coded(number) + frame[_NUMBER_AT + 1 : end]
    new += bytes((_remainder(new, _CRC8, 8),))
    change = _remainder(old, _CRC16, 16) ^ _remainder(new, _CRC16, 16)
    check = int.from_bytes(frame[-2:], "big") ^ _shifted(change, 8 * len(rest))
    return new + rest + check.to_bytes(2, "big")


def coded(number: int) -> bytes:
    """Return a number below 2³⁶ in the variable length of UTF-8, extended to seven bytes."""
    if number < _FIRST_LIMIT:
        return bytes((number,))
    more = 1
    while number >> (5 * more + 6):
        more += 1
    lead = 0xFF << (7 - more) & 0xFF | number >> 6 * more
    tail = (0x80 | number >> 6 * place & 0x3F for place in reversed(range(more)))
    return bytes((lead, *tail))


def _remainder(data: bytes, polynomial: int, width: int) -> int:
    """Return data · x^width modulo a polynomial over GF(2), most significant bit first."""
    return _modulo(int.from_bytes(data, "big") << width, polynomial, width)


def _modulo(value: int, polynomial: int, width: int) -> int:
    while (excess := value.bit_length() - width - 1) >= 0:
        value ^= polynomial << excess
    return value


def _shifted(value: int, bits: int) -> int:
    """Return value · x^bits modulo the frame's polynomial, by repeated squaring."""
    power = 2
    while bits:
        if bits & 1:
            value = _product(value, power)
        power = _product(power, power)
        bits >>= 1
    return value


def _product(a: int, b: int) -> int:
    whole = 0
    while b:
        if b & 1:
            whole ^= a
        a, b = a << 1, b >> 1
    return _modulo(whole, _CRC16, 16)
