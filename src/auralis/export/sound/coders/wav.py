"""WAV of 16 bit, 24 bit or float, RF64 past 4 GiB; tags stand ahead of the samples."""

import struct
from dataclasses import dataclass
from typing import Final

from auralis.core.units import CHANNELS, Frame
from auralis.export.sound.coder import Facts, Window
from auralis.export.sound.id3 import id3
from auralis.export.sound.pcm import as_float, packed
from auralis.export.sound.tags import ARTIST, GENRE, LICENCE, LICENCE_URL, SOFTWARE, Tags

FLOAT: Final = "float"
_WIDTH: Final = {"16": 2, "24": 3, FLOAT: 4}
_PCM: Final = 1
_IEEE_FLOAT: Final = 3
_LIMIT: Final = 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class Wav:
    """Codes `frames` frames; floats beyond ±1 are cut unless they are `free`, as stems are."""

    sample_rate: int
    bits: str
    frames: Frame
    tags: Tags
    free: bool = False
    block: Frame = 1
    before: Frame = 0
    after: Frame = 0
    stint_s: int = 10

    def head(self, facts: Facts) -> bytes:
        """Return all chunks up to the samples; RF64's where the file would be too long for RIFF."""
        del facts
        data = self.frames * CHANNELS * _WIDTH[self.bits]
        said = _chunk(b"LIST", self._info()) + _chunk(b"id3 ", id3(self.tags))
        form = _chunk(b"fmt ", self._format())
        size = 4 + len(form) + len(said) + len(self._fact(wide=False)) + 8 + data
        if size <= _LIMIT:
            rest = form + self._fact(wide=False) + said
            return b"RIFF" + struct.pack("<I", size) + b"WAVE" + rest + b"data" + struct.pack("<I", data)
        long = struct.pack("<QQQI", size + 36, data, self.frames, 0)
        rest = _chunk(b"ds64", long) + form + self._fact(wide=True) + said
        return b"RF64" + struct.pack("<I", _LIMIT) + b"WAVE" + rest + b"data" + struct.pack("<I", _LIMIT)

    def stint(self, window: Window) -> bytes:
        """Return the samples."""
        if self.bits == FLOAT:
            return as_float(window.heard, clipped=not self.free)
        return packed(window.heard, self.bits)

    def pcm(self, window: Window) -> bytes:
        """Return nothing: the format has no checksum."""
        del window
        return b""

    def _format(self) -> bytes:
        width = _WIDTH[self.bits]
        kind, more = (_IEEE_FLOAT, b"\0\0") if self.bits == FLOAT else (_PCM, b"")
        frame = CHANNELS * width
        form = (kind, CHANNELS, self.sample_rate, self.sample_rate * frame, frame, 8 * width)
        return struct.pack("<HHIIHH", *form) + more

    def _fact(self, wide: bool) -> bytes:
        """Return the chunk of the length in frames, which only float files have."""
        if self.bits != FLOAT:
            return b""
        return _chunk(b"fact", struct.pack("<I", _LIMIT if wide else self.frames))

    def _info(self) -> bytes:
        tags = self.tags
        said = f"key {tags.key}; seed {tags.seed}; address {tags.address}"
        fields = {
            b"INAM": tags.name,
            b"IART": ARTIST,
            b"IGNR": GENRE,
            b"ICOP": f"{LICENCE} {LICENCE_URL}",
            b"ISFT": SOFTWARE,
            b"ICMT": said,
        }
        return b"INFO" + b"".join(_chunk(name, text.encode() + b"\0") for name, text in fields.items())


def _chunk(name: bytes, content: bytes) -> bytes:
    """Return a chunk, with a byte behind it where its content is odd."""
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
