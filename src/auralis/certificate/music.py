"""What a file is held against: a recipe from a frame on, and what it is played with."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from auralis.certificate.comparison import Comparison, compare
from auralis.certificate.likeness import Likeness, Sound, likeness
from auralis.certificate.proof import ProofFile, Samples
from auralis.core.recipe import Recipe
from auralis.core.units import Block, Frame
from auralis.engine import Kernels
from auralis.station.kits import Kits
from auralis.station.offline import render

STEP = 1 << 16
"""Frames that are compared at a time."""


@dataclass(frozen=True)
class Music:
    """A recipe from the frame `start` on, with its kits and the kernels they run by."""

    recipe: Recipe
    start: Frame
    kits: Kits
    kernels: Kernels

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self.recipe.sample_rate

    def is_exactly(self, samples: Iterator[Samples], file: ProofFile) -> Comparison:
        """Compare a lossless file of the music's own rate, sample by sample."""
        return compare(file, zip(samples, self._blocks(file.frames), strict=False))

    def is_like(self, sound: Iterator[Sound], file: ProofFile) -> Likeness:
        """Compare what can't be compared sample by sample; `sound` is the file's, at the music's rate.

        The music is rendered a second longer than the file, whose decoder may begin late.
        """
        frames = -(-file.frames * self.rate // file.rate) + self.rate
        played = (np.ascontiguousarray(block.T) for block in self._blocks(frames))
        return likeness(sound, played, self.rate)

    def _blocks(self, frames: Frame) -> Iterator[Block]:
        yield from render(self.recipe, self.kernels, self.start, frames, STEP, self.kits)
