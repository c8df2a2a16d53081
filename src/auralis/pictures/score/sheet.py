"""The sheet of a picture: a span of a timeline, and how wide it is drawn."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Final

from auralis.core.events import NoteEvent
from auralis.core.units import Frame
from auralis.sequencing import (
    TimedChord,
    TimedPhrase,
    Timeline,
    chords,
    notes,
    phrases,
    preceding,
    segment_at,
)

POINTS_AN_INCH: Final = 72
_NARROWEST: Final = 10.5
_WIDEST: Final = 54.0
_WIDER: Final = 3.2
"""Inches: without any duration, at most, and for the square root of a minute."""


@dataclass(frozen=True)
class Sheet:
    """Frames [start, end) of a timeline, on an axis of seconds from the station's start."""

    timeline: Timeline
    start: Frame
    end: Frame

    @cached_property
    def phrases(self) -> tuple[TimedPhrase, ...]:
        """The phrases that sound in the span."""
        return tuple(phrases(self.timeline, self.start, self.end))

    @cached_property
    def chords(self) -> tuple[TimedChord, ...]:
        """The chords that sound in the span."""
        return tuple(chords(self.timeline, self.start, self.end))

    @cached_property
    def notes(self) -> tuple[NoteEvent, ...]:
        """The notes that begin in the span, after those that sound into it."""
        segment = segment_at(self.timeline, self.start)
        before = next(preceding(self.timeline, segment), segment)
        return tuple(n for n in notes(self.timeline, before.start, self.end) if n.end > self.start)

    @property
    def inches(self) -> float:
        """The length of the time axis; it grows as the square root of the duration."""
        minutes = (self.end - self.start) / self.timeline.sample_rate / 60
        return min(_WIDEST, _NARROWEST + _WIDER * sqrt(minutes))

    def x(self, frame: Frame) -> float:
        """Return a frame in seconds."""
        return frame / self.timeline.sample_rate

    def clipped(self, start: Frame, end: Frame) -> tuple[float, float]:
        """Return the seconds, first and last, of what a stretch has inside the span."""
        return self.x(max(start, self.start)), self.x(min(end, self.end))

    def points(self, seconds: float) -> float:
        """Return how long a time is drawn, in points."""
        return seconds * self.timeline.sample_rate / (self.end - self.start) * self.inches * POINTS_AN_INCH
