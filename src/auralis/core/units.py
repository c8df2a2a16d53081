"""Integer units of time and the wire format of a sample.

Composition counts `Tick`s, 960 to a beat; everything that sounds counts `Frame`s, one stereo
sample instant each, from the station's start. Only `auralis.sequencing` converts between them.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Tick: TypeAlias = int
Frame: TypeAlias = int
Block: TypeAlias = npt.NDArray[np.float32]
Pcm: TypeAlias = npt.NDArray[np.int16]

TICKS_PER_BEAT = 960
CHUNKS_PER_SECOND = 10
CHUNK_MS = 1000 // CHUNKS_PER_SECOND
SAMPLE_RATES = (44_100, 48_000)
CHANNELS = 2


def chunk_frames(sample_rate: int) -> Frame:
    """Return the frames in one 100 ms chunk: 4,410 at 44.1 kHz, 4,800 at 48 kHz."""
    return sample_rate // CHUNKS_PER_SECOND


def to_pcm(block: Block) -> Pcm:
    """Turn a float32 block of shape (2, n) into wire PCM: int16 little-endian, shape (n, 2).

    Clipped to ±1, times 32,767, rounded half to even.
    """
    scaled = np.clip(block, np.float32(-1), np.float32(1))
    scaled *= np.float32(32_767)
    np.rint(scaled, out=scaled)
    pcm: Pcm = np.empty(block.shape[::-1], "<i2")
    for channel, samples in enumerate(scaled):
        pcm[:, channel] = samples
    return pcm
