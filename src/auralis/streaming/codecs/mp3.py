"""MP3 at a constant 192 kbit/s, without the bit reservoir: a player may begin with any frame."""

from typing import Final

from auralis.core.units import CHUNKS_PER_SECOND, Frame
from auralis.streaming.blocks import Blocks
from auralis.streaming.encoder import Encoder, Recall
from auralis.streaming.gridded import Gridded
from auralis.streaming.libav import Libav
from auralis.streaming.stream_codec import StreamCodec

BITRATE: Final = 192
_OPTIONS: Final = {"reservoir": "0", "compression_level": "7"}


def _stint(sample_rate: int, frame: Frame) -> Blocks:
    return Blocks(Libav("libmp3lame", sample_rate, "fltp", 1000 * BITRATE, _OPTIONS), frame)


def _encoder(sample_rate: int, recall: Recall) -> Encoder:
    return Gridded(_stint, sample_rate, recall)


def _begin(sample_rate: int, title: str) -> bytes:
    """Return nothing: each frame says all that a decoder needs."""
    del sample_rate, title
    return b""


CODEC = StreamCodec("mp3", "audio/mpeg", _encoder, _begin, bitrate=BITRATE, history=4 * CHUNKS_PER_SECOND)
