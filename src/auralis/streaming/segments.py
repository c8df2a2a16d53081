"""AAC packets gathered into the segments of an HTTP live stream."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from auralis.core.units import chunk_frames

PACKET: Final = 1024
"""Frames in an AAC packet."""

PACKETS: Final = 192
"""Packets in a segment: 4.458 s at 44.1 kHz, 4.096 s at 48 kHz."""

_CLOCK: Final = 90_000
_OWNER: Final = b"com.apple.streaming.transportStreamTimestamp\0"


@dataclass(frozen=True, slots=True)
class Segment:
    """Packets [number · 192, (number + 1) · 192) of a station; rendered at about the Unix second `unix`."""

    number: int
    unix: float
    data: bytes


class Segments:
    """The newest `keep` segments, without a gap between them: after a gap the older ones are gone.

    Packets are numbered by the station's frames, so that a segment's number and bytes depend on
    position alone.
    """

    def __init__(self, sample_rate: int, keep: int) -> None:
        self.seconds = PACKETS * PACKET / sample_rate
        self._rate = sample_rate
        self._keep = keep
        self._whole: dict[int, Segment] = {}
        self._parts: list[bytes] = []
        self._next = -1
        self._began = 0.0

    @property
    def whole(self) -> Mapping[int, Segment]:
        """The segments that are complete, by number, in order."""
        return self._whole

    def add(self, seq: int, packets: Sequence[bytes], unix: float) -> bool:
        """Take the packets of a chunk that was rendered at `unix`; return whether a segment is complete."""
        frames = chunk_frames(self._rate)
        before = len(self._whole), next(reversed(self._whole), None)
        for number, packet in enumerate(packets, seq * frames // PACKET):
            self._take(number, packet, unix + (number * PACKET - seq * frames) / self._rate)
        return before != (len(self._whole), next(reversed(self._whole), None))

    def _take(self, number: int, packet: bytes, unix: float) -> None:
        if number != self._next:
            self._parts = []
        self._next = number + 1
        if number % PACKETS == 0:
            self._began = unix
            self._parts = [stamp(number * PACKET * _CLOCK // self._rate), packet]
        elif self._parts:
            self._parts.append(packet)
        if self._parts and self._next % PACKETS == 0:
            self._finish(number // PACKETS)

    def _finish(self, number: int) -> None:
        if number - 1 not in self._whole:
            self._whole.clear()
        self._whole[number] = Segment(number, self._began, b"".join(self._parts))
        self._parts = []
        while len(self._whole) > self._keep:
            del self._whole[next(iter(self._whole))]


def stamp(ticks: int) -> bytes:
    """Return the ID3 tag that dates packed audio, in ticks of 90 kHz modulo 2³³ (RFC 8216, 3.4)."""
    body = _OWNER + struct.pack(">Q", ticks % (1 << 33))
    frame = b"PRIV" + _synchsafe(len(body)) + b"\0\0" + body
    return b"ID3\x04\0\0" + _synchsafe(len(frame)) + frame


def _synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
