"""Opus: five packets of 20 ms a chunk, in Ogg for players, behind a header on a socket."""

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from auralis.core.units import CHANNELS, CHUNKS_PER_SECOND, Frame, Pcm
from auralis.streaming import ogg
from auralis.streaming.chunk import Chunk
from auralis.streaming.encoder import Encoder, Recall
from auralis.streaming.gridded import Gridded
from auralis.streaming.libav import Libav, to_float
from auralis.streaming.stream_codec import StreamCodec
from auralis.streaming.vorbis_comment import vorbis_comment

if TYPE_CHECKING:
    from soxr import ResampleStream

RATE: Final = 48_000
PACKET: Final = RATE // 50
BITRATE: Final = 128
PRE_SKIP: Final = 1440
"""Samples at 48 kHz, 30 ms, by which decoded sound lags behind the station's frames, at either rate."""

_LOOK_AHEAD: Final = 312  # libopus, application `audio`
_SERIAL: Final = 0x4155_5221
_HEADER_PAGES: Final = 2
_HEADER: Final = struct.Struct("<4sIQd")


class _Stint:
    """Resampler and encoder, with a fixed delay between them.

    The resampler gives what it has in bursts, up to 1,005 samples late. The delay covers that, so
    that every chunk brings five packets.
    """

    def __init__(self, sample_rate: int, frame: Frame) -> None:
        del frame
        self._resampler = _resampler(sample_rate)
        self._codec = Libav("libopus", RATE, "flt", 1000 * BITRATE, {"application": "audio"})
        self._waiting = np.zeros((PRE_SKIP - _LOOK_AHEAD, CHANNELS), np.float32)

    def encode(self, pcm: Pcm) -> Sequence[bytes]:
        """Return five packets for a chunk."""
        samples = to_float(pcm)
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples)
        waiting = np.concatenate((self._waiting, samples))
        length = RATE // CHUNKS_PER_SECOND
        self._waiting = waiting[length:]
        return [p for at in range(0, length, PACKET) for p in self._codec.encode(waiting[at : at + PACKET])]


def _resampler(sample_rate: int) -> "ResampleStream | None":
    if sample_rate == RATE:
        return None
    import soxr

    return soxr.ResampleStream(sample_rate, RATE, CHANNELS, dtype="float32", quality="HQ")


def _encoder(sample_rate: int, recall: Recall) -> Encoder:
    return Gridded(_Stint, sample_rate, recall)


def _begin(sample_rate: int, title: str) -> bytes:
    head = struct.pack("<8sBBHIhB", b"OpusHead", 1, CHANNELS, PRE_SKIP, sample_rate, 0, 0)
    tags = b"OpusTags" + vorbis_comment({"ARTIST": "Auralis", "TITLE": title})
    return ogg.page((head,), 0, _SERIAL, 0, ogg.BEGIN) + ogg.page((tags,), 0, _SERIAL, 1)


def _page(seq: int, packets: Sequence[bytes]) -> bytes:
    """Return one page a chunk, numbered and dated from the station's start."""
    return ogg.page(packets, (seq + 1) * RATE // CHUNKS_PER_SECOND, _SERIAL, seq + _HEADER_PAGES)


def _message(chunk: Chunk, packets: Sequence[bytes]) -> bytes:
    head = _HEADER.pack(b"AUR1", chunk.flags, chunk.seq, chunk.timestamp)
    return head + b"".join(struct.pack("<H", len(p)) + p for p in packets)


CODEC = StreamCodec(
    "opus",
    "audio/ogg",
    _encoder,
    _begin,
    _page,
    BITRATE,
    subprotocol="auralis.opus",
    message=_message,
)
