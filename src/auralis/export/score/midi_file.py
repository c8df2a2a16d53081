"""The score as a Standard MIDI File of type 1: first tempo, keys and markers, then a track for each layer."""

from collections.abc import Iterator, Sequence

from mido import Message, MidiFile

from auralis.composition.layers import LAYERS
from auralis.core.events import NoteEvent
from auralis.core.units import TICKS_PER_BEAT, Frame
from auralis.export.score.midi_conductor import conducted
from auralis.export.score.midi_track import Timed, track
from auralis.export.score.score import title
from auralis.sequencing import Timeline, notes

CHANNELS = {"pad": 0, "piano": 1, "bass": 2, "bells": 3, "air": 4, "percussion": 9}
"""Channels from 0; the tenth is General MIDI's for drums, and has no program."""

PROGRAMS = {"pad": 89, "piano": 0, "bass": 38, "bells": 14, "air": 122}
"""General MIDI, from 0: warm pad, grand piano, synth bass, tubular bells, seashore."""


def midi_file(timeline: Timeline, start: Frame, end: Frame) -> MidiFile:
    """Return the notes that begin in frames [start, end), at ticks from the first tick of the span.

    Notes keep their lengths; only one that meets another of its layer and pitch ends where that begins.
    """
    ticks = timeline.tempo.tick_from(end) - timeline.tempo.tick_from(start)
    played = list(notes(timeline, start, end))
    out = MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT)
    out.tracks.append(track(title(timeline, start), conducted(timeline, start, end), ticks))
    for layer in LAYERS:
        if own := [note for note in played if note.layer == layer]:
            out.tracks.append(track(layer, _played(timeline, start, layer, own), ticks))
    return out


def _played(timeline: Timeline, start: Frame, layer: str, own: Sequence[NoteEvent]) -> Iterator[Timed]:
    """Yield the program of a layer and its notes; at one tick notes end before others begin."""
    first, channel = timeline.tempo.tick_from(start), CHANNELS[layer]
    if layer in PROGRAMS:
        yield Timed(0, Message("program_change", channel=channel, program=PROGRAMS[layer]))
    following: dict[int, int] = {}
    events = []
    for number, note in reversed(list(enumerate(own))):
        on, off = (timeline.tempo.tick_from(frame) - first for frame in (note.frame, note.end))
        off = min(off, following.get(note.pitch, off))
        following[note.pitch] = on
        begins = Message("note_on", channel=channel, note=note.pitch, velocity=note.velocity)
        ends = Message("note_off", channel=channel, note=note.pitch, velocity=0)
        events.append(((on, 1, number, 0), begins))
        events.append(((off, int(off == on), number, 1), ends))
    yield from (Timed(when[0], message) for when, message in sorted(events, key=lambda event: event[0]))
