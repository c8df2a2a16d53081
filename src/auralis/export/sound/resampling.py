"""A stretch of sound at another rate, the same whatever stretch it is cut from."""

import math
from typing import Final

import numpy as np
import soxr

from auralis.core.units import Block, Frame

_MARGIN_S: Final = 0.1


def margin(rate: int, wanted: int) -> Frame:
    """Return how many frames more, at both ends, a stretch must have: whole steps of the ratio."""
    step = rate // math.gcd(rate, wanted)
    return 0 if rate == wanted else step * math.ceil(_MARGIN_S * rate / step)


def length(frames: Frame, rate: int, wanted: int) -> Frame:
    """Return how many frames some frames become, rounded half up."""
    return (2 * frames * wanted + rate) // (2 * rate)


def resampled(block: Block, rate: int, wanted: int) -> Block:
    """Return float32 of shape (rows, n) at another rate, by soxr at its very high quality."""
    if rate == wanted:
        return block
    out = soxr.resample(np.ascontiguousarray(block.T), rate, wanted, quality="VHQ")
    return np.ascontiguousarray(out.T, np.float32)
