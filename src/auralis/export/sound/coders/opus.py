"""Opus in Ogg at 48 kHz: its pre-skip and its end make the decoded length exact."""

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.core.units import CHANNELS, Frame
from auralis.export.sound.coder import Facts, Window
from auralis.export.sound.ogg_pages import PACKETS, data_pages, page_count, pages
from auralis.export.sound.tags import Tags
from auralis.streaming import ogg
from auralis.streaming.libav import Libav
from auralis.streaming.vorbis_comment import vorbis_comment

RATE: Final = 48_000
BITRATE: Final = 160
PACKET: Final = RATE // 50
PRE_SKIP: Final = 312
"""Samples by which libopus looks ahead in its application `audio`."""

_SERIAL: Final = 0x4155_5221


@dataclass(frozen=True, slots=True)
class Opus:
    """Codes `frames` frames at 48 kHz, for players that are told another `sample_rate`.

    Each stint has an encoder of its own, which hears a second before it, so that what it makes
    depends on its window alone.
    """

    sample_rate: int
    frames: Frame
    tags: Tags
    bitrate: int = BITRATE
    block: Frame = PACKET * PACKETS
    before: Frame = RATE
    after: Frame = 0
    stint_s: int = 30

    def head(self, facts: Facts) -> bytes:
        """Return the pages ahead of the sound."""
        del facts
        head = struct.pack("<8sBBHIhB", b"OpusHead", 1, CHANNELS, PRE_SKIP, self.sample_rate, 0, 0)
        return ogg.page((head,), 0, _SERIAL, 0, ogg.BEGIN) + pages(self._comment(), _SERIAL, 1)

    def stint(self, window: Window) -> bytes:
        """Return the stint's pages."""
        codec = Libav("libopus", RATE, "flt", 1000 * self.bitrate, {"application": "audio"})
        last = window.end >= self.frames
        first = window.start // PACKET
        until = -(-(self.frames + PRE_SKIP) // PACKET) if last else window.end // PACKET
        samples = np.zeros(((until * PACKET - window.begin), CHANNELS), np.float32)
        samples[: window.samples.shape[1]] = np.clip(window.samples.T, -1, 1)[: len(samples)]
        coded = [p for at in range(0, len(samples), PACKET) for p in codec.encode(samples[at : at + PACKET])]
        heard = coded[first - window.begin // PACKET :]
        number = 1 + page_count(self._comment()) + first // PACKETS
        return data_pages(heard, first, PACKET, self.frames + PRE_SKIP if last else None, _SERIAL, number)

    def pcm(self, window: Window) -> bytes:
        """Return nothing: the format has no checksum of samples."""
        del window
        return b""

    def _comment(self) -> bytes:
        return b"OpusTags" + vorbis_comment(self.tags.fields())
