"""Notes become what a synth is told at the periods of a segment's grid."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from auralis.core.events import NoteEvent
from auralis.core.units import Frame
from auralis.engine.soundfont.synth import PERIOD


class Message(NamedTuple):
    """At the begin of a period, counted from the grid's start, a note begins, or ends (velocity 0)."""

    period: int
    pitch: int
    velocity: int


def period_of(frame: Frame, start: Frame) -> int:
    """Return the first period that begins at or after a frame: up to 63 frames late, never early."""
    return max(0, -(-(frame - start) // PERIOD))


def messages(notes: Sequence[NoteEvent], start: Frame, polyphony: int) -> list[Message]:
    """Return the messages of notes in order; those of a period depend on no note of a later one.

    A note sounds for a period at least. A note whose pitch is held takes its place; with `polyphony`
    notes held, the one that began first ends.
    """
    told: list[Message] = []
    held: dict[int, int] = {}
    for note in sorted(notes, key=lambda n: (n.frame, n.pitch, n.velocity, n.voice, n.end)):
        period = period_of(note.frame, start)
        told += _ended(held, period)
        if held.pop(note.pitch, None) is None and len(held) >= polyphony:
            told.append(_end(held, next(iter(held)), period))
        told.append(Message(period, note.pitch, note.velocity))
        held[note.pitch] = max(period + 1, period_of(note.end, start))
    told += _ended(held, max(held.values(), default=0))
    return told


def _ended(held: dict[int, int], period: int) -> Iterator[Message]:
    """Yield the ends of what is over by a period, in order, and forget it."""
    for end, pitch in sorted((end, pitch) for pitch, end in held.items() if end <= period):
        yield _end(held, pitch, end)


def _end(held: dict[int, int], pitch: int, period: int) -> Message:
    del held[pitch]
    return Message(period, pitch, 0)
