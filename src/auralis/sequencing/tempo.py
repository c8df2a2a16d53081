"""The tempo map: ticks become frames here and nowhere else."""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from auralis.core.units import TICKS_PER_BEAT, Frame, Tick


@dataclass(frozen=True, slots=True)
class TempoMark:
    """From `tick`, which sounds at `frame`, the music runs at `bpm` beats a minute."""

    tick: Tick
    frame: Frame
    bpm: float


@dataclass(frozen=True, slots=True)
class TempoMap:
    """Marks in ascending order; exact rational arithmetic, so that no length of time drifts.

    A mark's own frame is exact; every other tick is rounded half up, once, from its mark.
    """

    sample_rate: int
    marks: tuple[TempoMark, ...]

    @classmethod
    def constant(cls, bpm: float, sample_rate: int) -> "TempoMap":
        """Return the map of a piece in one tempo."""
        return cls(sample_rate, (TempoMark(0, 0, bpm),))

    def then(self, frame: Frame, bpm: float) -> "TempoMap":
        """Return the map with a tempo that begins at a frame, on the first tick not before it."""
        kept = tuple(m for m in self.marks if m.frame < frame)
        shortened = TempoMap(self.sample_rate, kept or self.marks[:1])
        mark = TempoMark(shortened.tick_from(frame), frame, bpm)
        return TempoMap(self.sample_rate, (*kept, mark))

    def frame(self, tick: Tick) -> Frame:
        """Return the frame at which a tick sounds."""
        mark = self.marks[max(0, bisect_right(self.marks, tick, key=lambda m: m.tick) - 1)]
        return mark.frame + self._rounded(tick - mark.tick, mark)

    def tick_from(self, frame: Frame) -> Tick:
        """Return the first tick that sounds at or after a frame."""
        mark = self._mark_at(frame)
        tick = mark.tick + int((frame - mark.frame) / _frames_per_tick(self.sample_rate, mark.bpm))
        while self.frame(tick) >= frame:
            tick -= 1
        while self.frame(tick) < frame:
            tick += 1
        return tick

    def seconds(self, tick: Tick) -> float:
        """Return the time at which a tick sounds, in seconds."""
        return self.frame(tick) / self.sample_rate

    def duration(self, ticks: Tick, frame: Frame) -> Frame:
        """Return how many frames some ticks last at the tempo in force at a frame."""
        return self._rounded(ticks, self._mark_at(frame))

    def _mark_at(self, frame: Frame) -> TempoMark:
        return self.marks[max(0, bisect_right(self.marks, frame, key=lambda m: m.frame) - 1)]

    def _rounded(self, ticks: Tick, mark: TempoMark) -> Frame:
        per_tick = _frames_per_tick(self.sample_rate, mark.bpm)
        return (2 * ticks * per_tick.numerator + per_tick.denominator) // (2 * per_tick.denominator)


@lru_cache(maxsize=1024)
def _frames_per_tick(sample_rate: int, bpm: float) -> Fraction:
    # str() gives a tempo its shortest decimal form: 72.3 bpm is 723/10 exactly.
    return Fraction(60 * sample_rate, TICKS_PER_BEAT) / Fraction(str(bpm))
