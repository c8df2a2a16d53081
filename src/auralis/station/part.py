"""A part: one segment and the engine that plays it, from its silent birth until nothing is left to hear."""

from dataclasses import dataclass

import numpy as np

from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine import Ensemble, Kernels, Kit
from auralis.engine.ensemble import EnsembleSnapshot
from auralis.sequencing import Segment, Timeline, following, segment_notes
from auralis.station.controls import control_events, control_values

LIVING = 6
"""A segment fades out from the birth of the sixth after it."""

_SILENCE = np.float32(1e-5)
_GRIDS_PER_SECOND = 2
_LONGEST_TAIL_S = 40
_FADE_S = 1
_SKIP = 1 << 14


def gone(timeline: Timeline, segment: Segment) -> Frame:
    """Return the frame at which a segment has faded out at the latest: 41 s after its end, or sooner."""
    return _fade_start(timeline, segment) + _FADE_S * timeline.sample_rate


def _fade_start(timeline: Timeline, segment: Segment) -> Frame:
    later = segment
    for _ in range(LIVING):
        later = following(timeline, later)
    return min(later.start, segment.end + _LONGEST_TAIL_S * timeline.sample_rate)


@dataclass(frozen=True, slots=True)
class PartSnapshot:
    """Everything a part's coming frames depend on, besides its segment, its timeline and its kit."""

    peak: float
    ensemble: EnsembleSnapshot


class Part:
    """Plays one segment into the mix, or into stems: two rows a layer and two for the effects' return.

    It is dropped at the first half second of its own grid, after its end, in which nothing rose
    above -100 dB, and at the latest when it is `gone`. All of it is a function of the recipe, never
    of the block size.
    """

    def __init__(
        self,
        segment: Segment,
        timeline: Timeline,
        kit: Kit,
        kernels: Kernels,
        latency: Frame,
        stems: bool = False,
    ) -> None:
        rate = timeline.sample_rate
        self.segment = segment
        self.alive = True
        self._latency = latency
        self._grid = rate // _GRIDS_PER_SECOND
        self._fade = rate * _FADE_S
        self._fade_start = 0
        self._peak = np.float32(0)
        born = control_values(timeline.context_at(segment.start))
        self._ensemble = Ensemble(kit, kernels, rate, segment.start, born, stems)
        self.follow(segment, timeline)

    @property
    def position(self) -> Frame:
        """The next frame it plays."""
        return self._ensemble.position

    def follow(self, segment: Segment, timeline: Timeline) -> None:
        """Go on by a timeline that differs only after `position`, where its segment may be cut short."""
        self.segment = segment
        self._fade_start = _fade_start(timeline, segment)
        moves = list(control_events(timeline, segment.start, self._latency))
        self._ensemble.schedule(segment_notes(timeline, segment), moves)

    def skip_to(self, frame: Frame) -> None:
        """Play up to a frame unheard."""
        while self.position < frame and self.alive:
            position = self.position
            self.add(np.zeros((self._ensemble.rows, min(_SKIP, frame - position)), np.float32), position)

    def add(self, mix: Block, position: Frame) -> None:
        """Add its frames [position, position + n) to the mix, shape (2, n), or to the stems."""
        frames = mix.shape[1]
        done = max(0, self.segment.start - position)
        while done < frames and self.alive:
            step = frames - done
            ends = self.position + step > self.segment.end
            if ends:
                step = min(step, self._grid - (self.position - self.segment.start) % self._grid)
            block = self._play(step)
            if ends:
                self._judge(block)
            mix[:, done : done + step] += block
            done += step

    def snapshot(self) -> PartSnapshot:
        """Return its state, which holds until the next frame is played."""
        return PartSnapshot(float(self._peak), self._ensemble.snapshot(copy=False))

    def restore(self, snapshot: object) -> None:
        """Continue from a snapshot of a part of the same segment, bit for bit."""
        if not isinstance(snapshot, PartSnapshot):
            raise TypeError(f"a {type(snapshot).__name__} is no snapshot of a part")
        self._peak = np.float32(snapshot.peak)
        self._ensemble.restore(snapshot.ensemble)

    def _play(self, frames: int) -> Block:
        block = np.empty((self._ensemble.rows, frames), np.float32)
        start = self.position
        self._ensemble.render(block)
        if self.position > self._fade_start:
            faded = np.arange(start - self._fade_start, self.position - self._fade_start, dtype=np.float32)
            block *= 1 - np.clip(faded / np.float32(self._fade), 0, 1)
        return block

    def _judge(self, block: Block) -> None:
        """Note how loud the last block was, and decide at a grid point whether the part lives on."""
        mix = block if len(block) == CHANNELS else block.reshape(-1, CHANNELS, block.shape[1]).sum(axis=0)
        self._peak = max(self._peak, np.abs(mix).max())
        if (self.position - self.segment.start) % self._grid != 0:
            return
        silent = self._peak < _SILENCE and self.position - self._grid >= self.segment.end
        self.alive = not silent and self.position < self._fade_start + self._fade
        self._peak = np.float32(0)
