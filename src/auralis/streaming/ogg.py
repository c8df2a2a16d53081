"""Pages of the Ogg container (RFC 3533), written so that any of them can be the first a listener gets."""

import struct
import zlib
from collections.abc import Sequence
from typing import Final

BEGIN: Final = 2
"""The flag of a stream's first page."""

_HEADER: Final = struct.Struct("<4sBBqIIIB")
_CRC_AT: Final = 22
_MIRROR: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_ONES: Final = 0xFFFF_FFFF


def page(packets: Sequence[bytes], granule: int, serial: int, number: int, flags: int = 0) -> bytes:
    """Return a page of whole packets, which together fill at most 255 segments.

    `granule` is the position at its end, `number` counts the stream's pages and wraps at 32 bits.
    """
    lacing = b"".join(b"\xff" * (len(p) // 255) + bytes((len(p) % 255,)) for p in packets)
    header = _HEADER.pack(b"OggS", 0, flags, granule, serial, number & _ONES, 0, len(lacing))
    whole = header + lacing + b"".join(packets)
    check = struct.pack("<I", checksum(whole))
    return whole[:_CRC_AT] + check + whole[_CRC_AT + 4 :]


def checksum(data: bytes) -> int:
    """Return Ogg's CRC-32: the polynomial of zlib's, most significant bit first, from 0, not inverted.

    zlib's runs over mirrored bits, so it is given mirrored bytes and its result is mirrored back.
    """
    mirrored = zlib.crc32(data.translate(_MIRROR), _ONES) ^ _ONES
    return int(f"{mirrored:032b}"[::-1], 2)
