"""A recorded sound as data for a node: an impulse response, a sample, a waveform."""

import hashlib
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS


@dataclass(frozen=True)
class Sound:
    """Frames of sound, float32 (2, n), at a rate in Hz; two sounds are equal when their bytes are."""

    sha256: str
    sample_rate: int
    frames: npt.NDArray[np.float32] = field(compare=False, repr=False)

    @classmethod
    def of(cls, frames: npt.NDArray[np.float32], sample_rate: int) -> "Sound":
        """Return a sound; raises `InvalidValue` unless it is stereo, finite and not empty."""
        if frames.ndim != CHANNELS or len(frames) != CHANNELS or not frames.shape[1]:
            raise InvalidValue("sound.frames", frames.shape, f"({CHANNELS}, 1 or more)")
        if not np.isfinite(frames).all():
            raise InvalidValue("sound.frames", "not finite", "finite samples")
        kept = np.ascontiguousarray(frames, np.float32)
        kept.flags.writeable = False
        return cls(hashlib.sha256(kept.tobytes()).hexdigest(), sample_rate, kept)
