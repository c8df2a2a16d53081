"""The sum of a timeline's living segments, ahead of the master, from any frame on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from auralis.core.units import CHANNELS, Block, Frame
from auralis.sequencing import Segment, Timeline, following, preceding, segment_at
from auralis.station.part import gone


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
        """Add frames [position, position + n) to the mix, shape (rows, n)."""

    def snapshot(self) -> object:
        """Return all that the coming frames depend on, besides segment and timeline; until they come."""

    def restore(self, snapshot: object) -> None:
        """Continue from a snapshot of what sounded for the same segment, bit for bit."""


Player = Callable[[Segment, Timeline], Sounding]
"""What plays a segment of a timeline."""


@dataclass(frozen=True, slots=True)
class MixingSnapshot:
    """The next frame, and of each living segment, the oldest first, its start and its state."""

    position: Frame
    parts: tuple[tuple[Frame, object], ...]


class Mixing:
    """Sums living segments in the order of their birth; each begins in silence and rings out.

    `rows` is how many rows the player's segments add to: two for the mix, or two a stem. With a
    snapshot of a mixing of this timeline, or of one that differs only after it, it goes on from there
    instead of from `start`.
    """

    def __init__(
        self,
        timeline: Timeline,
        start: Frame,
        player: Player,
        rows: int = CHANNELS,
        snapshot: MixingSnapshot | None = None,
    ) -> None:
        self.timeline = timeline
        self.position = start if snapshot is None else snapshot.position
        self._rows = rows
        self._player = player
        self._parts = self._sounding(start) if snapshot is None else self._restored(snapshot)
        self._next = self._unborn(self.position)

    @property
    def living(self) -> tuple[Segment, ...]:
        """The segments that sound, the oldest first."""
        return tuple(part.segment for part in self._parts)

    def render(self, frames: int) -> Block:
        """Return the next frames, float32 of shape (rows, frames)."""
        while self._next.start < self.position + frames:
            self._parts.append(self._player(self._next, self.timeline))
            self._next = following(self.timeline, self._next)
        mix = np.zeros((self._rows, frames), np.float32)
        for part in self._parts:
            part.add(mix, self.position)
        self._parts = [p for p in self._parts if p.alive]
        self.position += frames
        return mix

    def follow(self, timeline: Timeline) -> None:
        """Go on by a timeline whose notes differ only from `position` on."""
        self.timeline = timeline
        for part in self._parts:
            part.follow(segment_at(timeline, part.segment.start), timeline)
        self._next = self._unborn(self.position)

    def snapshot(self) -> MixingSnapshot:
        """Return the state of all that sounds, which holds until the next frame is rendered."""
        parts = ((part.segment.start, part.snapshot()) for part in self._parts if part.alive)
        return MixingSnapshot(self.position, tuple(parts))

    def _restored(self, snapshot: MixingSnapshot) -> list[Sounding]:
        """Return the parts of a snapshot, as they were."""
        parts = []
        for start, state in snapshot.parts:
            part = self._player(segment_at(self.timeline, start), self.timeline)
            part.restore(state)
            parts.append(part)
        return [p for p in parts if p.alive]

    def _sounding(self, frame: Frame) -> list[Sounding]:
        """Return the parts born before a frame that may still sound there, played up to it."""
        parts: list[Sounding] = []
        for segment in preceding(self.timeline, self._unborn(frame)):
            if gone(self.timeline, segment) <= frame:
                break
            parts.insert(0, self._player(segment, self.timeline))
        for part in parts:
            part.skip_to(frame)
        return [p for p in parts if p.alive]

    def _unborn(self, frame: Frame) -> Segment:
        """Return the first segment that starts at or after a frame."""
        segment = segment_at(self.timeline, max(0, frame))
        return segment if segment.start >= frame else following(self.timeline, segment)
