"""The notes of a span in ticks from its start, as every file of the score has them."""

from typing import NamedTuple

from auralis.core.units import Frame, Tick
from auralis.sequencing import Timeline, notes


class PlayedNote(NamedTuple):
    """A note from tick `on` until `off`, which is later; ticks count from the span's first."""

    on: Tick
    off: Tick
    layer: str
    voice: str
    pitch: int
    velocity: int


def played_notes(timeline: Timeline, start: Frame, end: Frame) -> list[PlayedNote]:
    """Return the notes that begin in frames [start, end), in order, with their whole lengths."""
    first = timeline.tempo.tick_from(start)
    found = []
    for note in notes(timeline, start, end):
        on, off = (timeline.tempo.tick_from(frame) - first for frame in (note.frame, note.end))
        found.append(PlayedNote(on, max(off, on + 1), note.layer, note.voice, note.pitch, note.velocity))
    return found
