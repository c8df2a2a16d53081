"""Ticks become frames: the tempo map, the timeline of a recipe, phrases as note events, segments."""

from auralis.sequencing.passage import Passage, Turn
from auralis.sequencing.score import (
    TimedChord,
    TimedPhrase,
    TimedStatement,
    bar_at,
    chords,
    motifs,
    notes,
    phrases,
)
from auralis.sequencing.segments import Segment, following, preceding, segment_at, segment_notes
from auralis.sequencing.tempo import TempoMap, TempoMark
from auralis.sequencing.timeline import Timeline

__all__ = [
    "Passage",
    "Segment",
    "TempoMap",
    "TempoMark",
    "TimedChord",
    "TimedPhrase",
    "TimedStatement",
    "Timeline",
    "Turn",
    "bar_at",
    "chords",
    "following",
    "motifs",
    "notes",
    "phrases",
    "preceding",
    "segment_at",
    "segment_notes",
]
