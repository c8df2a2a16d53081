"""A lossless file and its music, sample by sample, in the file's own form."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from math import log10

import numpy as np

from auralis.certificate.proof import ProofFile, Samples
from auralis.core.units import Block, Frame


@dataclass(frozen=True)
class Difference:
    """Where a file first departs from its music, and how far.

    `frame` counts from the file's begin, as `last` does, the last frame that differs; `file` and `music` are
    left and right there, in the file's form. `frames` differ, the farthest by `most_db` of full scale, -inf
    where only the sign of a zero does.
    """

    frame: Frame
    last: Frame
    file: tuple[float, float]
    music: tuple[float, float]
    frames: int
    most_db: float


@dataclass(frozen=True)
class Comparison:
    """How many frames were compared, the SHA-256 of the file's samples, and where they differ, if they do."""

    frames: Frame
    sha256: str
    difference: Difference | None


class Comparer:
    """Compares block by block."""

    def __init__(self, file: ProofFile) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._position = self._differing = 0
        self._last = 0
        self._most = 0.0
        self._first: tuple[Frame, tuple[float, float], tuple[float, float]] | None = None

    def feed(self, samples: Samples, block: Block) -> None:
        """Take the next samples of the file, shape (n, 2), and of the music, float32 of shape (2, n)."""
        music = self._file.held(block)
        self._digest.update(_bytes(samples))
        apart = samples.astype(np.float64) - music.astype(np.float64)
        differing = np.flatnonzero((~(apart == 0)).any(axis=1))
        if len(differing):
            if self._first is None:
                place = differing[0]
                self._first = (self._position + int(place), _pair(samples[place]), _pair(music[place]))
            self._differing += len(differing)
            self._last = self._position + int(differing[-1])
            self._most = max(self._most, float(np.nanmax(np.abs(apart))))
        self._position += len(samples)

    def comparison(self) -> Comparison:
        """Return what was found."""
        difference = None
        if self._first is not None:
            frame, file, music = self._first
            most = 20 * log10(self._most / self._file.full_scale) if self._most else float("-inf")
            difference = Difference(frame, self._last, file, music, self._differing, most)
        return Comparison(self._position, self._digest.hexdigest(), difference)


def compare(file: ProofFile, pairs: Iterable[tuple[Samples, Block]]) -> Comparison:
    """Return how a file's samples and its music, block for block, compare."""
    comparer = Comparer(file)
    for samples, block in pairs:
        comparer.feed(samples, block)
    return comparer.comparison()


def _pair(frame: Samples) -> tuple[float, float]:
    left, right = frame.tolist()
    return left, right


def _bytes(samples: Samples) -> bytes:
    """Return samples as a file has them: little-endian, those of 24 bits in three bytes."""
    if samples.dtype == np.int32:
        return np.ascontiguousarray(samples, "<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    return np.ascontiguousarray(samples).astype(samples.dtype.newbyteorder("<")).tobytes()
