"""How records lie in a journal's file, and how they are found again in one that is torn or damaged.

A file begins with 16 bytes: the magic `AURALISJ`, the format as uint32, and the CRC-32 of both. A
record is its length and its CRC-32 as uint32, its number as uint64, and its bytes; the CRC is that of
number and bytes. Everything is little-endian. Numbers grow by one from record to record.
"""

import struct
import zlib
from dataclasses import dataclass, field
from typing import Final

FORMAT: Final = 1
LARGEST: Final = 1 << 28
"""Bytes of a record at most."""

_MAGIC: Final = b"AURALISJ"
_HEADER: Final = struct.Struct("<8sII")
_RECORD: Final = struct.Struct("<IIQ")
_NUMBER: Final = struct.Struct("<Q")
_FARTHEST: Final = 1 << 32
"""How much further the number of a record may be that is found behind a damage."""


@dataclass
class Reading:
    """What a file holds: the records that are whole, in their order.

    `format` is None if it is no journal. `end` is where the last whole record ends; `torn` bytes lie
    behind it. `damaged` bytes lie between whole records. `last` is the number of the last record, -1 for
    none.
    """

    format: int | None
    records: list[bytes] = field(default_factory=list)
    end: int = 0
    torn: int = 0
    damaged: int = 0
    last: int = -1
    why: str = ""


def header(version: int = FORMAT) -> bytes:
    """Return what a file begins with."""
    words = _HEADER.pack(_MAGIC, version, 0)[:12]
    return words + struct.pack("<I", zlib.crc32(words))


def frame(number: int, record: bytes) -> bytes:
    """Return a record as it lies in a file."""
    return _RECORD.pack(len(record), _check(number, record), number) + record


def read(data: bytes) -> Reading:
    """Return what the bytes of a file hold; they may be any bytes."""
    version = _version(data)
    if version != FORMAT:
        return Reading(version, torn=len(data), why="" if version else "it does not begin as a journal")
    found = Reading(version, end=_HEADER.size)
    offset = _HEADER.size
    while offset < len(data):
        record = _at(data, offset, found.last)
        if record is None:
            after = _next(data, offset + 1, found.last)
            found.why = _fault(data, offset)
            if after is None:
                break
            found.damaged += after - offset
            offset = after
            continue
        found.records.append(record)
        found.last = int(_RECORD.unpack_from(data, offset)[2])
        offset = found.end = offset + _RECORD.size + len(record)
    found.torn = len(data) - found.end
    return found


def _version(data: bytes) -> int | None:
    if len(data) < _HEADER.size:
        return None
    magic, version, check = _HEADER.unpack_from(data)
    return int(version) if magic == _MAGIC and check == zlib.crc32(data[:12]) else None


def _at(data: bytes, offset: int, last: int) -> bytes | None:
    """Return the record at an offset, if there is one that is whole and comes after the last."""
    if offset + _RECORD.size > len(data):
        return None
    length, check, number = _RECORD.unpack_from(data, offset)
    begin = offset + _RECORD.size
    if not last < number <= last + _FARTHEST or length > min(LARGEST, len(data) - begin):
        return None
    record = data[begin : begin + length]
    return record if check == _check(number, record) else None


def _next(data: bytes, offset: int, last: int) -> int | None:
    """Return where the next whole record lies."""
    found = (at for at in range(offset, len(data) - _RECORD.size + 1) if _at(data, at, last) is not None)
    return next(found, None)


def _fault(data: bytes, offset: int) -> str:
    left = len(data) - offset
    if left < _RECORD.size:
        return "a record's head is cut off"
    length = _RECORD.unpack_from(data, offset)[0]
    cut = length > left - _RECORD.size
    return "a record is cut off" if cut else "a record's checksum is wrong"


def _check(number: int, record: bytes) -> int:
    return zlib.crc32(record, zlib.crc32(_NUMBER.pack(number)))
