"""An encoder of whole blocks, on the grid of the station's frames."""

from collections.abc import Sequence

import numpy as np

from auralis.core.units import CHANNELS, Frame, Pcm
from auralis.streaming.libav import Libav, to_float


class Blocks:
    """A `Stint` that feeds a codec with blocks [k · n, (k + 1) · n) of the station's frames, n its block.

    What of its first block lies before `frame`, its birth, is left out. From its second block on
    the codec answers each block with one packet, so that chunk by chunk their number depends on
    position alone: chunk [a, b) brings packets a // n to b // n − 1.
    """

    def __init__(self, codec: Libav, frame: Frame) -> None:
        self._codec = codec
        self._waiting = np.zeros((0, CHANNELS), np.float32)
        self._skip = -frame % codec.block

    def encode(self, pcm: Pcm) -> Sequence[bytes]:
        """Return the packets of the blocks that are complete."""
        skipped = min(self._skip, len(pcm))
        self._skip -= skipped
        waiting = np.concatenate((self._waiting, to_float(pcm[skipped:])))
        size = self._codec.block
        whole = len(waiting) // size * size
        self._waiting = waiting[whole:]
        return [p for at in range(0, whole, size) for p in self._codec.encode(waiting[at : at + size])]
