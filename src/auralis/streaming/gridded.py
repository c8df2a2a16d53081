"""Encoders that remember, reset on a fixed grid so that packets depend on position alone."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from auralis.core.units import CHANNELS, CHUNKS_PER_SECOND, Frame, Pcm, chunk_frames
from auralis.streaming.chunk import Chunk
from auralis.streaming.encoder import Recall, Stint

GRID: Final = 10 * CHUNKS_PER_SECOND
"""Chunks between two resets."""

PRE_ROLL: Final = 5
"""Chunks that a new encoder hears before the first that counts."""


class Gridded:
    """An `Encoder` that takes a newborn stint at every chunk whose number is a multiple of `GRID`.

    `born(sample_rate, frame)` returns a stint whose first sample is that frame, which may be
    negative: before a station's start there is silence. The stint that comes next hears the last
    `PRE_ROLL` chunks beside the present one, so that a reset costs no more at once than two chunks.

    Asked for another chunk than the next, it begins there, with the pre-roll that `recall` still
    has and silence for what is lost. What it makes until the next grid point may then differ in
    bits from what an encoder that was always there would have made; `exact` says whether it may.
    """

    def __init__(self, born: Callable[[int, Frame], Stint], sample_rate: int, recall: Recall) -> None:
        self.exact = False
        self._born = born
        self._rate = sample_rate
        self._recall = recall
        self._position = -1
        self._present: Stint | None = None
        self._coming: Stint | None = None
        self._coming_exact = False

    def encode(self, chunk: Chunk) -> Sequence[bytes]:
        """Return the packets of a chunk."""
        seq, pcm = chunk.seq, np.frombuffer(chunk.pcm, "<i2").reshape(-1, CHANNELS)
        stint = self._stint(seq)
        self._position, self._present = seq + 1, stint
        self._prepare(seq, pcm)
        return stint.encode(pcm)

    def _stint(self, seq: int) -> Stint:
        """Return what encodes a chunk: the present stint, the one that was prepared, or a new one."""
        if self._present is None or seq != self._position:
            self._coming = None
            stint, whole = self._rolled(seq, seq)
            self.exact = whole and seq % GRID == 0
            return stint
        if seq % GRID == 0 and self._coming is not None:
            stint, self._coming, self.exact = self._coming, None, self._coming_exact
            return stint
        return self._present

    def _prepare(self, seq: int, pcm: Pcm) -> None:
        """Let the coming stint hear a chunk if its time has come."""
        left = GRID - seq % GRID
        if left > PRE_ROLL:
            return
        if self._coming is None:
            self._coming, self._coming_exact = self._rolled(seq + left, seq)
        self._coming.encode(pcm)

    def _rolled(self, start: int, until: int) -> tuple[Stint, bool]:
        """Return a stint for chunk `start`, its pre-roll heard up to `until`, and whether all was there."""
        frames = chunk_frames(self._rate)
        first = start - PRE_ROLL
        stint, whole = self._born(self._rate, first * frames), True
        for seq in range(first, until):
            chunk = self._recall(seq) if seq >= 0 else None
            whole = whole and (chunk is not None or seq < 0)
            data = bytes(frames * CHANNELS * 2) if chunk is None else chunk.pcm
            stint.encode(np.frombuffer(data, "<i2").reshape(-1, CHANNELS))
        return stint, whole
