"""Notes as they were composed, and as other programs read them back, in ticks from the span's start."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import pytest

from auralis.core.units import TICKS_PER_BEAT, Frame
from auralis.export.score.played_notes import played_notes
from auralis.sequencing import Timeline


class Note(NamedTuple):
    """A note in ticks from the span's start; a drum's pitch is General MIDI's."""

    layer: str
    on: int
    off: int
    pitch: int
    velocity: int


@lru_cache(maxsize=1)
def music21() -> Any:
    return pytest.importorskip("music21")


def in_order(timeline: Timeline, start: Frame, end: Frame) -> list[Note]:
    """Return the notes in the order in which they are composed and written."""
    return [Note(n.layer, n.on, n.off, n.pitch, n.velocity) for n in played_notes(timeline, start, end)]


def composed(timeline: Timeline, start: Frame, end: Frame) -> list[Note]:
    return sorted(in_order(timeline, start, end))


def by_music21(parts: list[tuple[str, Any]], drum: Callable[[Any], int]) -> list[Note]:
    """Return the notes of music21's parts, those that are tied joined; each tie must meet another.

    A tie is known by its staff, its pitch and its velocity, since music21 forgets voices that are alone
    in a bar. `drum` tells the pitch of an unpitched note.
    """
    found: list[Note] = []
    waiting: dict[tuple[str, int, int, int], list[int]] = {}
    heads = sorted(_heads(parts, drum), key=lambda head: (head[1].on, head[2] != "stop"))
    for staff, note, tie in heads:
        since = note.on
        if tie in ("stop", "continue"):
            since = waiting[staff, note.pitch, note.velocity, note.on].pop(0)
        if tie in ("start", "continue"):
            waiting.setdefault((staff, note.pitch, note.velocity, note.off), []).append(since)
        else:
            found.append(note._replace(on=since))
    assert not any(waiting.values())
    return sorted(found)


def _heads(
    parts: list[tuple[str, Any]], drum: Callable[[Any], int]
) -> Iterator[tuple[str, Note, str | None]]:
    for layer, part in parts:
        for measure in part.getElementsByClass("Measure"):
            for voice in list(measure.voices) or [measure]:
                for element in voice.notes:
                    if "ChordSymbol" in element.classes:
                        continue
                    on = ticks(measure.offset + element.offset)
                    off = on + ticks(element.quarterLength)
                    for note in element.notes if element.isChord else [element]:
                        pitch = note.pitch.midi if hasattr(note, "pitch") else drum(note)
                        head = Note(layer, on, off, pitch, note.volume.velocity)
                        yield str(part.id), head, note.tie and note.tie.type


def ticks(length: Any) -> int:
    """Return a length of music21's, a float or a fraction of quarters, as the whole ticks that it is."""
    whole = round(length * TICKS_PER_BEAT)
    assert length * TICKS_PER_BEAT == pytest.approx(whole, abs=1e-6)
    return whole
