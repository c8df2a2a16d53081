"""FLAC: the wire PCM without loss; every frame stands alone and is numbered from the station's start."""

import struct
from collections.abc import Sequence
from typing import Final

import numpy as np

from auralis.core.units import CHANNELS, CHUNKS_PER_SECOND, Pcm, chunk_frames
from auralis.streaming.chunk import Chunk
from auralis.streaming.encoder import Encoder, Recall
from auralis.streaming.flac_frame import renumbered
from auralis.streaming.libav import Libav
from auralis.streaming.stream_codec import StreamCodec
from auralis.streaming.vorbis_comment import vorbis_comment

_LARGEST: Final = 4608  # frames in a block of the format's streamable subset
_LAST: Final = 0x80
_COMMENT: Final = 4


def _blocks(sample_rate: int) -> int:
    """Return how many blocks a chunk has: one at 44.1 kHz, two at 48 kHz."""
    return -(-chunk_frames(sample_rate) // _LARGEST)


class _Encoder:
    """A codec for each block, since PyAV sets no block size; FLAC's frames know nothing of each other."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._count = _blocks(sample_rate)

    def encode(self, chunk: Chunk) -> Sequence[bytes]:
        """Return one frame a block."""
        pcm = np.frombuffer(chunk.pcm, "<i2").reshape(self._count, -1, CHANNELS)
        first = chunk.seq * self._count
        return [renumbered(self._frame(block), first + n) for n, block in enumerate(pcm)]

    def _frame(self, block: Pcm) -> bytes:
        codec = Libav("flac", self._rate, "s16")
        return b"".join((*codec.encode(block), *codec.end()))


def _encoder(sample_rate: int, recall: Recall) -> Encoder:
    del recall
    return _Encoder(sample_rate)


def _begin(sample_rate: int, title: str) -> bytes:
    """Return STREAMINFO, of unknown length and checksum, and the title."""
    block = chunk_frames(sample_rate) // _blocks(sample_rate)
    form = sample_rate << 44 | (CHANNELS - 1) << 41 | (16 - 1) << 36
    info = struct.pack(">HH6xQ16x", block, block, form)
    comment = vorbis_comment({"ARTIST": "Auralis", "TITLE": title})
    return b"fLaC" + _block(0, info) + _block(_LAST | _COMMENT, comment)


def _block(kind: int, data: bytes) -> bytes:
    return bytes((kind,)) + len(data).to_bytes(3, "big") + data


CODEC = StreamCodec("flac", "audio/flac", _encoder, _begin, history=4 * CHUNKS_PER_SECOND)
