"""Encoders of FFmpeg's libraries by PyAV, which is loaded when the first one is opened."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from auralis.core.units import Pcm

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext

_FULL_SCALE = np.float32(1 / 32_768)


def to_float(pcm: Pcm) -> npt.NDArray[np.float32]:
    """Return int16 as float32 within ±1, of the same shape."""
    return pcm.astype(np.float32) * _FULL_SCALE


class Libav:
    """One stereo encoder, fed with blocks of `block` frames; bits depend on its input alone.

    `sample_format` is FFmpeg's name of what it is fed: `flt` (interleaved float32), `fltp` (planar)
    or `s16`. Raises av's own error for a codec that the library lacks.
    """

    def __init__(
        self,
        name: str,
        sample_rate: int,
        sample_format: str,
        bit_rate: int | None = None,
        options: Mapping[str, str] | None = None,
    ) -> None:
        import av

        self._frame = av.AudioFrame
        context = cast("AudioCodecContext", av.CodecContext.create(name, "w"))
        context.sample_rate, context.layout, context.format = sample_rate, "stereo", sample_format
        context.time_base = Fraction(1, sample_rate)
        context.thread_count = 1
        context.options = dict(options or {})
        if bit_rate is not None:
            context.bit_rate = bit_rate
        context.open()
        self._context = context
        self._format = sample_format
        self._pts = 0

    @property
    def block(self) -> int:
        """The frames of a full block."""
        return self._context.frame_size

    def encode(self, samples: npt.NDArray[Any]) -> Sequence[bytes]:
        """Return the packets that are complete after samples of shape (n, 2), n at most `block`."""
        planar = self._format.endswith("p")
        laid = np.ascontiguousarray(samples.T) if planar else samples.reshape(1, -1)
        frame = self._frame.from_ndarray(laid, format=self._format, layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = (
            self._context.sample_rate,
            self._context.time_base,
            self._pts,
        )
        self._pts += len(samples)
        return [bytes(packet) for packet in self._context.encode(frame)]

    def end(self) -> Sequence[bytes]:
        """Return what is still to come; nothing can be encoded afterwards."""
        return [bytes(packet) for packet in self._context.encode(None) if packet.size]
