"""Segments: stretches of whole phrases, the fewest that last a minute, each with an engine of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from auralis.core.events import NoteEvent
from auralis.core.units import TICKS_PER_BEAT, Frame
from auralis.sequencing.phrasing import phrase_notes, phrase_of
from auralis.sequencing.timeline import Timeline

_RINGING_BARS = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """Frames [start, end) of one passage: `phrases` whole phrases from the `first`, unless cut short."""

    passage: int
    start: Frame
    end: Frame
    first: int
    phrases: int


def segment_at(timeline: Timeline, frame: Frame) -> Segment:
    """Return the segment whose notes begin around a frame."""
    index = timeline.index_at(frame)
    return _segment(timeline, index, timeline.phrase_at(frame) // _phrases_each(timeline, index))


def following(timeline: Timeline, segment: Segment) -> Segment:
    """Return the segment that is born where a segment ends."""
    return segment_at(timeline, segment.end)


def preceding(timeline: Timeline, segment: Segment) -> Iterator[Segment]:
    """Yield the segments before a segment, the nearest first."""
    while segment.start > 0:
        segment = segment_at(timeline, segment.start - 1)
        yield segment


def segment_notes(timeline: Timeline, segment: Segment) -> list[NoteEvent]:
    """Return the notes that begin in a segment, in an order that their ends have no part in.

    Bass and air end with it, the pad half a bar later, so that one breath overlaps the next; the
    others are damped within two bars. Where their passage is cut short, all that the pivot has no
    tone of is damped within half a bar.
    """
    passage = timeline.passages[segment.passage]
    bar = timeline.tempo.duration(passage.context.bar_ticks, segment.start)
    cut = _cut(timeline, segment, bar)
    half = bar // 2 if cut is None else cut.half
    rings = {"pad": half, "bass": 0, "air": 0}
    notes = []
    for phrase in range(segment.first, segment.first + segment.phrases):
        for note in phrase_notes(timeline, passage, phrase):
            if note.frame < segment.end:
                limit = segment.end + rings.get(note.layer, _RINGING_BARS * bar)
                if cut is not None and note.pitch % 12 not in cut.pivot:
                    limit = min(limit, cut.frame + half)
                notes.append(replace(note, end=min(note.end, limit)))
    return sorted(notes, key=lambda note: (note.frame, note.layer, note.pitch, note.velocity, note.voice))


class _Cut(NamedTuple):
    """Where the next passage cuts in, half a bar of the slower of both, and its pivot's pitch classes."""

    frame: Frame
    half: Frame
    pivot: tuple[int, ...]


def _cut(timeline: Timeline, segment: Segment, bar: Frame) -> _Cut | None:
    """Return the cut that the notes of a segment, `bar` its bars' length, may ring into, if there is one."""
    for later in timeline.passages[segment.passage + 1 : segment.passage + 2]:
        if later.start < segment.end + _RINGING_BARS * bar:
            pivot = phrase_of(timeline, later, 0, later.start).chords[0].pitch_classes
            after = timeline.tempo.duration(later.context.bar_ticks, later.start)
            return _Cut(later.start, max(bar, after) // 2, pivot)
    return None


def _phrases_each(timeline: Timeline, passage: int) -> int:
    """Return the fewest whole phrases of a passage that last a minute or more."""
    here = timeline.passages[passage]
    minute = TICKS_PER_BEAT * Fraction(str(here.context.bpm))
    return -int(-minute // here.phrase_ticks)


def _segment(timeline: Timeline, index: int, number: int) -> Segment:
    passage = timeline.passages[index]
    each = _phrases_each(timeline, index)
    start = timeline.phrase_start(passage, number * each)
    end = timeline.phrase_start(passage, (number + 1) * each)
    for later in timeline.passages[index + 1 : index + 2]:
        end = min(end, later.start)
    return Segment(index, start, end, number * each, each)
