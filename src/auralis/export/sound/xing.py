"""The first frame of an MP3 file, which holds no sound: length, places, and what to cut at both ends.

Xing's header with LAME's extension (gabriel.mp3-tech.org/mp3infotag.html).
"""

import struct
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from auralis.core.units import Frame

DELAY: Final = 576
"""Samples that LAME puts ahead; a decoder adds 529 of its own."""

DECODER_DELAY: Final = 529
FRAME: Final = 1152

_KBIT: Final = 64
_BITRATE_INDEX: Final = 5
_RATE_INDEX: Final = {44_100: 0, 48_000: 1}
_SIDE_INFO: Final = 32
_ALL_FIELDS: Final = 0xF
_PLACES: Final = 100
_ENCODER: Final = b"LAME3.100"
_VARIABLE: Final = 4
_AVERAGE: Final = 2
_LARGEST_BYTE: Final = 255


def size(sample_rate: int) -> int:
    """Return the bytes of the frame."""
    return 144_000 * _KBIT // sample_rate


def frames_for(length: Frame) -> int:
    """Return how many frames a decoder needs for a length of sound."""
    return -(-(length + DELAY + DECODER_DELAY) // FRAME)


def xing(sample_rate: int, length: Frame, lengths: Sequence[int], bitrate: int | None) -> bytes:
    """Return the frame of a file of `length` samples whose stints have `lengths` bytes.

    `bitrate` is the average that was asked for in kbit/s, or None for a constant quality.
    """
    count, whole = frames_for(length), sum(lengths) + size(sample_rate)
    head = bytes((0xFF, 0xFB, _BITRATE_INDEX << 4 | _RATE_INDEX[sample_rate] << 2, 0x44)) + bytes(_SIDE_INFO)
    head += b"Xing" + struct.pack(">III", _ALL_FIELDS, count, min(whole, 0xFFFF_FFFF)) + _toc(lengths, whole)
    head += struct.pack(">I", 0 if bitrate else _PLACES)
    padding = count * FRAME - length - DELAY
    method = _AVERAGE if bitrate else _VARIABLE
    head += _ENCODER + bytes((method, 0)) + bytes(8) + bytes((0, min(bitrate or 0, _LARGEST_BYTE)))
    head += (DELAY << 12 | padding).to_bytes(3, "big") + bytes(4)
    head += struct.pack(">IH", min(whole, 0xFFFF_FFFF), 0)
    return (head + struct.pack(">H", _crc16(head))).ljust(size(sample_rate), b"\0")


def _toc(lengths: Sequence[int], whole: int) -> bytes:
    """Return where each hundredth of the time begins, in 256ths of the bytes; stints are even in time."""
    ends = list(accumulate(lengths, initial=0))
    if len(ends) == 1:
        return bytes(_PLACES)
    places = []
    for k in range(_PLACES):
        stint, rest = divmod(k * (len(ends) - 1), _PLACES)
        place = ends[stint] + (ends[stint + 1] - ends[stint]) * rest // _PLACES
        places.append(min(_LARGEST_BYTE, 256 * place // whole))
    return bytes(places)


def _crc16(data: bytes) -> int:
    """Return CRC-16/ARC."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
