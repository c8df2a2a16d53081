"""Samples as whole numbers and as bytes."""

import numpy as np
import numpy.typing as npt

from auralis.core.units import Block, to_pcm

_FULL_24 = np.float64(8_388_607)


def to_pcm24(block: Block) -> npt.NDArray[np.int32]:
    """Turn float32 of shape (2, n) into 24 bit integers, shape (n, 2).

    Clipped to ±1, times 8,388,607, rounded half to even.
    """
    scaled = np.clip(block.T, -1, 1).astype(np.float64) * _FULL_24
    whole: npt.NDArray[np.int32] = np.rint(scaled).astype("<i4")
    return whole


def packed(block: Block, bits: str) -> bytes:
    """Return float32 of shape (2, n) as little-endian samples, left and right in turn, of 16 or 24 bits."""
    if bits == "16":
        return to_pcm(block).tobytes()
    wide = np.ascontiguousarray(to_pcm24(block)).view(np.uint8).reshape(-1, 4)
    return wide[:, :3].tobytes()


def as_float(block: Block, clipped: bool = True) -> bytes:
    """Return float32 of shape (2, n) as bytes, left and right in turn; `clipped` to ±1."""
    held = np.clip(block, np.float32(-1), np.float32(1)) if clipped else block
    return np.ascontiguousarray(held.T).astype("<f4").tobytes()
