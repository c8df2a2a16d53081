"""A performance: a timeline made audible, from any frame on, in blocks of any size."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from auralis.core.units import Block, Frame
from auralis.engine import Kernels, Kit, Master
from auralis.sequencing import Segment, Timeline, following, preceding, segment_at
from auralis.station.part import Part, gone


class Sounding(Protocol):
    """A segment that sounds: played by an engine, or heard again from a recording."""

    @property
    def segment(self) -> Segment:
        """The segment."""

    @property
    def alive(self) -> bool:
        """Whether anything is left to hear."""

    def follow(self, segment: Segment, timeline: Timeline) -> None:
        """Go on by another timeline."""

    def skip_to(self, frame: Frame) -> None:
        """Play up to a frame unheard."""

    def add(self, mix: Block, position: Frame) -> None:
        """Add frames [position, position + n) to the mix."""


Player = Callable[[Segment, Timeline, Frame], Sounding]
"""What plays a segment of a timeline, given the master's latency."""


class Performance:
    """Living parts, summed in the order of their birth, and the master after them.

    The master's limiter looks `latency` frames ahead: the parts play that far in front of `position`,
    so that frame n of the output is frame n of the music.
    """

    def __init__(
        self,
        timeline: Timeline,
        kit: Kit,
        kernels: Kernels,
        start: Frame = 0,
        player: Player | None = None,
    ) -> None:
        self.timeline = timeline
        self.position = start
        self._player = player or (lambda segment, line, late: Part(segment, line, kit, kernels, late))
        memory = Master(kit, kernels, timeline.sample_rate, 0).memory
        self._mixed = start - memory
        self._master = Master(kit, kernels, timeline.sample_rate, self._mixed)
        self._parts = self._sounding(self._mixed)
        self._next = self._unborn(self._mixed)
        self._mix(self._master.latency + memory)

    @property
    def reached(self) -> Frame:
        """The first frame that is not mixed yet: notes from here on can still change."""
        return self._mixed

    def render(self, frames: int) -> Block:
        """Return the next frames, float32 of shape (2, frames), within ±1."""
        self.position += frames
        return self._mix(frames)

    def follow(self, timeline: Timeline) -> None:
        """Go on by a timeline whose notes differ only from `reached` on."""
        self.timeline = timeline
        for part in self._parts:
            part.follow(segment_at(timeline, part.segment.start), timeline)
        self._next = self._unborn(self._mixed)

    def _mix(self, frames: int) -> Block:
        mix = np.zeros((2, frames), np.float32)
        while self._next.start < self._mixed + frames:
            self._parts.append(self._part(self._next))
            self._next = following(self.timeline, self._next)
        for part in self._parts:
            part.add(mix, self._mixed)
        self._parts = [p for p in self._parts if p.alive]
        self._mixed += frames
        self._master.process(mix)
        return mix

    def _part(self, segment: Segment) -> Sounding:
        return self._player(segment, self.timeline, self._master.latency)

    def _sounding(self, frame: Frame) -> list[Sounding]:
        """Return the parts born before a frame that may still sound there, played up to it."""
        parts: list[Sounding] = []
        for segment in preceding(self.timeline, self._unborn(frame)):
            if gone(self.timeline, segment) <= frame:
                break
            parts.insert(0, self._part(segment))
        for part in parts:
            part.skip_to(frame)
        return [p for p in parts if p.alive]

    def _unborn(self, frame: Frame) -> Segment:
        """Return the first segment that starts at or after a frame."""
        segment = segment_at(self.timeline, max(0, frame))
        return segment if segment.start >= frame else following(self.timeline, segment)
