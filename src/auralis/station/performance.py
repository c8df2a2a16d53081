"""A performance: a timeline made audible, from any frame on, in blocks of any size."""

import numpy as np

from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine import Kernels, Kit, Master
from auralis.sequencing import Segment, Timeline
from auralis.station.fade import Fade
from auralis.station.mixing import Mixing, Player
from auralis.station.part import Part


class Performance:
    """Living segments, summed, the master after them, and the listeners' fade after that.

    The master's limiter looks `latency` frames ahead: the segments play that far in front of `position`,
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
        self.position = start
        self._fade = Fade.of(timeline)
        memory = Master(kit, kernels, timeline.sample_rate, 0).memory
        self._master = Master(kit, kernels, timeline.sample_rate, start - memory)
        latency = self._master.latency
        self._mixing = Mixing(
            timeline,
            start - memory,
            player or (lambda segment, line: Part(segment, line, kit, kernels, latency)),
        )
        self._mix = np.zeros((CHANNELS, latency), np.float32)
        self._advance(latency + memory)

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
        return self._mix[:, : self._mix.shape[1] - self._master.latency]

    def render(self, frames: int) -> Block:
        """Return the next frames, float32 of shape (2, frames), within ±1."""
        begun, self.position = self.position, self.position + frames
        return self._fade.apply(self._advance(frames), begun)

    def follow(self, timeline: Timeline) -> None:
        """Go on by a timeline whose notes differ only from `reached` on."""
        self._mixing.follow(timeline)
        self._fade = Fade.of(timeline)

    def _advance(self, frames: int) -> Block:
        mix = self._mixing.render(frames)
        ahead = self._mix[:, self._mix.shape[1] - self._master.latency :]
        self._mix = np.concatenate((ahead, mix), axis=1)
        self._master.process(mix)
        return mix
