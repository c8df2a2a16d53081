"""The score of a span of frames: phrases, chords and notes with their times."""

from collections.abc import Iterator
from dataclasses import dataclass

from auralis.composition import Chord, Phrase, Place, Statement
from auralis.core.events import NoteEvent
from auralis.core.units import Frame, Tick
from auralis.sequencing.phrasing import phrase_of
from auralis.sequencing.segments import following, segment_at, segment_notes
from auralis.sequencing.timeline import Timeline


@dataclass(frozen=True, slots=True)
class TimedPhrase:
    """A phrase on the timeline: frames [start, end), cut short where its passage is.

    `key` and `reason` are those of the phrase as composed in the context at its start.
    """

    passage: int
    number: int
    start: Frame
    end: Frame
    place: Place
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class TimedStatement:
    """A motif on the timeline: frames [start, end) within its phrase."""

    start: Frame
    end: Frame
    statement: Statement


@dataclass(frozen=True, slots=True)
class TimedChord:
    """A chord on the timeline: frames [start, end) and the bar it begins in, counted from 0."""

    start: Frame
    end: Frame
    bar: int
    chord: Chord


def phrases(timeline: Timeline, start: Frame, end: Frame) -> Iterator[TimedPhrase]:
    """Yield the phrases that sound in frames [start, end)."""
    return (timed for timed, _, _ in _composed(timeline, start, end))


def chords(timeline: Timeline, start: Frame, end: Frame) -> Iterator[TimedChord]:
    """Yield the chords that sound in frames [start, end), in order."""
    for phrase, tick, composed in _composed(timeline, start, end):
        for chord in composed.chords:
            first = timeline.tempo.frame(tick + chord.tick)
            last = min(timeline.tempo.frame(tick + chord.tick + chord.ticks), phrase.end)
            if first < min(end, phrase.end) and last > start:
                yield TimedChord(first, last, bar_at(timeline, first), chord)


def motifs(timeline: Timeline, start: Frame, end: Frame) -> Iterator[TimedStatement]:
    """Yield the motifs that begin in frames [start, end), by the context at their phrase's start."""
    for phrase, tick, composed in _composed(timeline, start, end):
        for said in composed.motifs:
            first = timeline.tempo.frame(tick + said.tick)
            last = min(timeline.tempo.frame(tick + said.tick + said.ticks), phrase.end)
            if start <= first < min(end, phrase.end):
                yield TimedStatement(first, last, said)


def notes(timeline: Timeline, start: Frame, end: Frame) -> Iterator[NoteEvent]:
    """Yield the notes that begin in frames [start, end), in order."""
    segment = segment_at(timeline, start)
    while segment.start < end:
        yield from (n for n in segment_notes(timeline, segment) if start <= n.frame < end)
        segment = following(timeline, segment)


def bar_at(timeline: Timeline, frame: Frame) -> int:
    """Return the bar that sounds at a frame, counted from 0; a bar that a change cuts short counts."""
    bars = 0
    for passage, later in zip(timeline.passages, timeline.passages[1:], strict=False):
        if later.start > frame:
            break
        bars += -(-(later.tick - passage.tick) // passage.context.bar_ticks)
    passage = timeline.passage_at(frame)
    return bars + (timeline.tempo.tick_from(frame + 1) - 1 - passage.tick) // passage.context.bar_ticks


def _composed(timeline: Timeline, start: Frame, end: Frame) -> Iterator[tuple[TimedPhrase, Tick, Phrase]]:
    """Yield the phrases that sound in frames [start, end), each with its first tick and as composed."""
    while start < end:
        index, number = timeline.index_at(start), timeline.phrase_at(start)
        passage = timeline.passages[index]
        first = timeline.phrase_start(passage, number)
        last = timeline.phrase_start(passage, number + 1)
        for later in timeline.passages[index + 1 : index + 2]:
            last = min(last, later.start)
        composed = phrase_of(timeline, passage, number, first)
        place = passage.place(number, timeline.seed)
        timed = TimedPhrase(index, number, first, last, place, composed.key, composed.reason)
        yield timed, passage.tick + number * passage.phrase_ticks, composed
        start = last
