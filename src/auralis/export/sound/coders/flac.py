"""FLAC of 16 or 24 bit, with a seek table and the MD5 of its samples."""

import struct
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from auralis.core.units import CHANNELS, Frame, to_pcm
from auralis.export.sound.coder import Facts, Window
from auralis.export.sound.flac_numbers import renumbered
from auralis.export.sound.pcm import packed, to_pcm24
from auralis.export.sound.tags import Tags
from auralis.streaming.libav import Libav
from auralis.streaming.vorbis_comment import vorbis_comment

_BLOCK: Final = 4608
_STREAMINFO: Final = 0
_SEEKTABLE: Final = 3
_COMMENT: Final = 4
_LAST: Final = 0x80
_NOWHERE: Final = 0xFFFF_FFFF_FFFF_FFFF


@dataclass(frozen=True, slots=True)
class Flac:
    """Codes `frames` frames; frames of FLAC know nothing of each other."""

    sample_rate: int
    bits: str
    frames: Frame
    tags: Tags
    block: Frame = _BLOCK
    before: Frame = 0
    after: Frame = 0
    stint_s: int = 10

    def head(self, facts: Facts) -> bytes:
        """Return the metadata: STREAMINFO, a seek point each ten seconds or so, and the tags."""
        form = self.sample_rate << 44 | (CHANNELS - 1) << 41 | (int(self.bits) - 1) << 36 | self.frames
        info = struct.pack(">HH6xQ", _BLOCK, _BLOCK, form) + (facts.md5 or bytes(16))
        comment = vorbis_comment(self.tags.fields())
        blocks = _metadata(_STREAMINFO, info) + _metadata(_SEEKTABLE, self._points(facts))
        return b"fLaC" + blocks + _metadata(_LAST | _COMMENT, comment)

    def stint(self, window: Window) -> bytes:
        """Return the stint's frames, numbered from the file's start."""
        wide = self.bits == "24"
        whole = to_pcm24(window.heard) << 8 if wide else to_pcm(window.heard)
        codec = Libav("flac", self.sample_rate, "s32" if wide else "s16")
        coded = [p for at in range(0, len(whole), _BLOCK) for p in codec.encode(whole[at : at + _BLOCK])]
        coded += codec.end()
        first = window.start // _BLOCK
        return b"".join(renumbered(frame, first + n) for n, frame in enumerate(coded))

    def pcm(self, window: Window) -> bytes:
        """Return the samples, packed."""
        return packed(window.heard, self.bits)

    def _points(self, facts: Facts) -> bytes:
        """Return a seek point for each stint, as place holders until its place is known."""
        if len(facts.lengths) < facts.stints:
            return struct.pack(">QQH", _NOWHERE, 0, 0) * facts.stints
        places = accumulate(facts.lengths[:-1], initial=0)
        starts = range(0, facts.stints * facts.stint_frames, facts.stint_frames)
        points = zip(starts, places, strict=True)
        return b"".join(struct.pack(">QQH", at, place, min(_BLOCK, self.frames - at)) for at, place in points)


def _metadata(kind: int, data: bytes) -> bytes:
    return bytes((kind,)) + len(data).to_bytes(3, "big") + data
