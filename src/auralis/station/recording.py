"""Segments rendered apart, and joined again."""

import numpy as np

from auralis.core.units import Block, Frame
from auralis.engine import Kernels, Kit, Master
from auralis.sequencing import Segment, Timeline
from auralis.station.part import Part, gone


def record(segment: Segment, timeline: Timeline, kit: Kit, kernels: Kernels) -> Block:
    """Return all that a segment sounds, ahead of the master, from its start until it is silent."""
    part = Part(segment, timeline, kit, kernels, Master(kit, kernels, timeline.sample_rate, 0).latency)
    sound = np.zeros((2, gone(timeline, segment) + timeline.sample_rate - segment.start), np.float32)
    part.add(sound, segment.start)
    return sound[:, : part.position - segment.start]


class Recording:
    """A recorded segment, heard again in a performance."""

    def __init__(self, segment: Segment, sound: Block) -> None:
        self.segment = segment
        self.alive = True
        self._sound = sound

    def follow(self, segment: Segment, timeline: Timeline) -> None:
        """Refuse: what is recorded can't change."""
        raise RuntimeError("a recording follows no other timeline")

    def skip_to(self, frame: Frame) -> None:
        """Do nothing: any frame of a recording is at hand."""

    def snapshot(self) -> object:
        """Return nothing: what it will sound depends on the frame alone."""

    def restore(self, snapshot: object) -> None:
        """Do nothing: any frame of a recording is at hand."""

    def add(self, mix: Block, position: Frame) -> None:
        """Add its frames [position, position + n) to the mix, shape (2, n)."""
        first = max(position, self.segment.start)
        last = min(position + mix.shape[1], self.segment.start + self._sound.shape[1])
        if first < last:
            heard = self._sound[:, first - self.segment.start : last - self.segment.start]
            mix[:, first - position : last - position] += heard
        self.alive = position < self.segment.start + self._sound.shape[1]
