"""AAC-LC at 128 kbit/s in ADTS: packets of 1,024 frames, a player may begin with any."""

from collections.abc import Sequence
from typing import Final

from auralis.core.units import CHANNELS, Frame, Pcm
from auralis.streaming.blocks import Blocks
from auralis.streaming.encoder import Encoder, Recall
from auralis.streaming.gridded import Gridded
from auralis.streaming.libav import Libav
from auralis.streaming.stream_codec import StreamCodec

BITRATE: Final = 128
_OPTIONS: Final = {"aac_coder": "fast"}
_RATE_INDEX: Final = {48_000: 3, 44_100: 4}
_LOW_COMPLEXITY: Final = 1
_HEADER_BYTES: Final = 7


class _Stint:
    """Blocks of 1,024 frames, each packet behind its header."""

    def __init__(self, sample_rate: int, frame: Frame) -> None:
        self._rate = sample_rate
        self._blocks = Blocks(Libav("aac", sample_rate, "fltp", 1000 * BITRATE, _OPTIONS), frame)

    def encode(self, pcm: Pcm) -> Sequence[bytes]:
        """Return the packets that are complete."""
        return [_header(self._rate, len(p)) + p for p in self._blocks.encode(pcm)]


def _header(sample_rate: int, size: int) -> bytes:
    """Return the ADTS header (ISO/IEC 14496-3, 1.A.2) of a packet, without a checksum."""
    fields = (
        (0xFFF, 12),
        (0b0001, 4),  # MPEG-4, layer 0, no checksum
        (_LOW_COMPLEXITY, 2),
        (_RATE_INDEX[sample_rate], 4),
        (0, 1),
        (CHANNELS, 3),
        (0, 4),
        (size + _HEADER_BYTES, 13),
        (0x7FF, 11),  # variable rate
        (0, 2),
    )
    bits = 0
    for value, width in fields:
        bits = bits << width | value
    return bits.to_bytes(_HEADER_BYTES, "big")


def _encoder(sample_rate: int, recall: Recall) -> Encoder:
    return Gridded(_Stint, sample_rate, recall)


def _begin(sample_rate: int, title: str) -> bytes:
    """Return nothing: each packet says all that a decoder needs."""
    del sample_rate, title
    return b""


CODEC = StreamCodec("aac", "audio/aac", _encoder, _begin, bitrate=BITRATE)
