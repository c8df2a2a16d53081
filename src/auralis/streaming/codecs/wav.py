"""WAV: a header of unknown length and the PCM as it is."""

import struct
from collections.abc import Sequence
from typing import Final

from auralis.core.units import CHANNELS
from auralis.streaming.chunk import Chunk
from auralis.streaming.encoder import Encoder, Recall
from auralis.streaming.stream_codec import StreamCodec

_UNKNOWN: Final = 0xFFFF_FFFF
_PCM: Final = 1
_HEADER: Final = struct.Struct("<4sI4s4sIHHIIHH4sI")


class _Encoder:
    """Wire PCM is what a WAV file holds."""

    def encode(self, chunk: Chunk) -> Sequence[bytes]:
        """Return the chunk's PCM."""
        return (chunk.pcm,)


def _encoder(sample_rate: int, recall: Recall) -> Encoder:
    del sample_rate, recall
    return _Encoder()


def _begin(sample_rate: int, title: str) -> bytes:
    del title
    frame = CHANNELS * 2
    form = (b"fmt ", 16, _PCM, CHANNELS, sample_rate, sample_rate * frame, frame, 16)
    return _HEADER.pack(b"RIFF", _UNKNOWN, b"WAVE", *form, b"data", _UNKNOWN)


CODEC = StreamCodec("wav", "audio/wav", _encoder, _begin, history=0)
