"""A phrase becomes frame-timed events."""

from collections.abc import Iterator
from itertools import pairwise

from auralis.composition import Phrase, compose
from auralis.core.events import NoteEvent
from auralis.core.units import Frame
from auralis.sequencing.passage import Passage
from auralis.sequencing.timeline import Timeline


def phrase_of(timeline: Timeline, passage: Passage, phrase: int, frame: Frame) -> Phrase:
    """Return a passage's n-th phrase as composed in the context in force at a frame."""
    return compose(passage.context_at(frame), passage.place(phrase, timeline.seed), timeline.seed)


def phrase_notes(timeline: Timeline, passage: Passage, phrase: int) -> Iterator[NoteEvent]:
    """Yield a passage's n-th phrase as note events, not in order.

    Where the context turns inside the phrase, notes that begin before the turn come from the
    context before it, the others from the context after it.
    """
    start = timeline.phrase_start(passage, phrase)
    end = timeline.phrase_start(passage, phrase + 1)
    turns = [start, *(t.frame for t in passage.turns if start < t.frame < end), end]
    tick = passage.tick + phrase * passage.phrase_ticks
    for since, until in pairwise(turns):
        for note in phrase_of(timeline, passage, phrase, since).notes:
            frame = timeline.tempo.frame(tick + note.tick)
            if since <= frame < until:
                ends = timeline.tempo.frame(tick + note.tick + note.ticks)
                yield NoteEvent(
                    frame, max(ends, frame + 1), note.layer, note.pitch, note.velocity, note.voice
                )
