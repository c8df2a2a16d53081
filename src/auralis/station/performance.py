"""A performance: a timeline made audible, from any frame on, in blocks of any size."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine import Kernels, Kit, Master
from auralis.sequencing import Segment, Timeline
from auralis.station.fade import Fade
from auralis.station.mixing import Mixing, MixingSnapshot, Player
from auralis.station.part import Part

_AUDIBLE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class PerformanceSnapshot:
    """Everything the coming frames depend on, besides timeline and kits.

    `tail` is what the master hears again: the frames of the mix that it remembers and looks ahead at.
    """

    tail: Block
    mixing: MixingSnapshot


class Performance:
    """Living segments, summed, the master after them, and the listeners' fade after that.

    The master's limiter looks `latency` frames ahead: the segments play that far in front of `position`,
    so that frame n of the output is frame n of the music. As it forgets its input, the last frames
    that it has heard are all of its state.

    With a snapshot of a performance of this timeline, or of one that differs only after it, it goes on
    from there instead of from `start`.
    """

    def __init__(
        self,
        timeline: Timeline,
        kit: Kit,
        kernels: Kernels,
        start: Frame = 0,
        player: Player | None = None,
        snapshot: PerformanceSnapshot | None = None,
    ) -> None:
        self._fade = Fade.of(timeline)
        memory = Master(kit, kernels, timeline.sample_rate, 0).memory
        mixing = None if snapshot is None else snapshot.mixing
        latency = Master(kit, kernels, timeline.sample_rate, 0).latency
        self._mixing = Mixing(
            timeline,
            start - memory,
            player or (lambda segment, line: Part(segment, line, kit, kernels, latency)),
            snapshot=mixing,
        )
        self.position = start if mixing is None else mixing.position - latency
        self._master = Master(kit, kernels, timeline.sample_rate, self.position - memory)
        self._mix = np.zeros((CHANNELS, latency + memory), np.float32)
        self._heard = self._hear(
            self._mixing.render(latency + memory) if snapshot is None else snapshot.tail.copy()
        )

    @property
    def timeline(self) -> Timeline:
        """What it plays."""
        return self._mixing.timeline

    @property
    def reached(self) -> Frame:
        """The first frame that is not mixed yet: notes from here on can still change."""
        return self._mixing.position

    @property
    def living(self) -> tuple[Segment, ...]:
        """The segments that sound, the oldest first."""
        return self._mixing.living

    @property
    def mix(self) -> Block:
        """The frames last rendered as they were ahead of the master, float32 of shape (2, n)."""
        return self._mix[:, self._master.memory : self._mix.shape[1] - self._master.latency]

    @property
    def reduction(self) -> float:
        """By how many decibels the master lowers the loudest of the frames last rendered, 0 in silence."""
        before, after = _peak(self.mix), _peak(self._heard)
        return max(0.0, 20.0 * math.log10(before / after)) if before > _AUDIBLE and after > 0.0 else 0.0

    def render(self, frames: int) -> Block:
        """Return the next frames, float32 of shape (2, frames), within ±1."""
        begun, self.position = self.position, self.position + frames
        self._heard = self._hear(self._mixing.render(frames))
        return self._fade.apply(self._heard, begun)

    def follow(self, timeline: Timeline) -> None:
        """Go on by a timeline whose notes differ only from `reached` on."""
        self._mixing.follow(timeline)
        self._fade = Fade.of(timeline)

    def snapshot(self) -> PerformanceSnapshot:
        """Return all that the coming frames depend on, besides timeline and kits; until they come."""
        return PerformanceSnapshot(self._tail(), self._mixing.snapshot())

    def _hear(self, mix: Block) -> Block:
        """Replace the next frames of the mix by what leaves the master at them."""
        self._mix = np.concatenate((self._tail(), mix), axis=1)
        self._master.process(mix)
        return mix

    def _tail(self) -> Block:
        """Return the frames of the mix that the master remembers, and those that it looks ahead at."""
        return self._mix[:, self._mix.shape[1] - self._master.latency - self._master.memory :]


def _peak(block: Block) -> float:
    return max(float(block.max(initial=0.0)), -float(block.min(initial=0.0)))
