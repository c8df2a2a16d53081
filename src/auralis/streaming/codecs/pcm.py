"""`auralis.pcm`: a 24-byte header and the PCM as it is."""

import struct
from typing import Final

from auralis.streaming.chunk import Chunk
from auralis.streaming.codec import Codec

HEADER: Final = struct.Struct("<4sIQd")
"""Little-endian: magic `AUR1`, flags, seq, timestamp in Unix seconds."""

MAGIC: Final = b"AUR1"


def encode(chunk: Chunk, sample_rate: int) -> bytes:
    """Return header and PCM; the rate has no place in it, `hello` tells it."""
    del sample_rate
    return HEADER.pack(MAGIC, chunk.flags, chunk.seq, chunk.timestamp) + chunk.pcm


CODEC = Codec("auralis.pcm", encode)
