"""Pages for an Ogg file that is whole: a packet over several pages, and the one that ends the stream."""

import struct
from collections.abc import Sequence
from typing import Final

from auralis.streaming import ogg

END: Final = 4
"""The flag of a stream's last page."""

_CONTINUED: Final = 1
_SEGMENT: Final = 255
_SEGMENTS: Final = 255
_UNFINISHED: Final = -1
_HEADER: Final = struct.Struct("<4sBBqIIIB")
_CRC_AT: Final = 22


def page_count(packet: bytes) -> int:
    """Return how many pages a packet fills."""
    return len(packet) // (_SEGMENT * _SEGMENTS) + 1


def pages(packet: bytes, serial: int, number: int) -> bytes:
    """Return a header packet of any size as pages of its own, numbered from `number` on."""
    room, count = _SEGMENT * _SEGMENTS, page_count(packet)
    out = []
    for k in range(count):
        flags = _CONTINUED if k else 0
        part = packet[k * room : (k + 1) * room]
        if k == count - 1:
            out.append(ogg.page((part,), 0, serial, number + k, flags))
        else:
            out.append(_full(part, serial, number + k, flags))
    return b"".join(out)


def _full(part: bytes, serial: int, number: int, flags: int) -> bytes:
    """Return a page that is filled by a part of a packet which goes on in the next."""
    lacing = bytes((_SEGMENT,)) * _SEGMENTS
    head = _HEADER.pack(b"OggS", 0, flags, _UNFINISHED, serial, number, 0, _SEGMENTS)
    whole = head + lacing + part
    return whole[:_CRC_AT] + struct.pack("<I", ogg.checksum(whole)) + whole[_CRC_AT + 4 :]


def data_pages(
    packets: Sequence[bytes], first: int, size: int, last: int | None, serial: int, number: int
) -> bytes:
    """Return packets, the n-th from `first` on, as pages of `PACKETS`; each packet is `size` samples.

    `last` is the position of the stream's end where these packets are its last, `number` the first page's.
    """
    out = []
    for k in range(0, len(packets), PACKETS):
        held = packets[k : k + PACKETS]
        ends = last is not None and k + PACKETS >= len(packets)
        granule = last if ends and last is not None else (first + k + len(held)) * size
        out.append(ogg.page(held, granule, serial, number + k // PACKETS, END if ends else 0))
    return b"".join(out)


PACKETS: Final = 25
"""In a page: half a second of packets of 20 ms, which fit whatever their bitrate is."""
