"""The score as a Standard MIDI File of type 1: first tempo, keys and markers, then a track for each layer."""

from collections.abc import Iterator, Sequence

from mido import Message, MidiFile

from auralis.composition.layers import LAYERS
from auralis.core.units import TICKS_PER_BEAT, Frame
from auralis.export.score.general_midi import CHANNELS, PROGRAMS
from auralis.export.score.midi_conductor import conducted
from auralis.export.score.midi_track import Timed, track
from auralis.export.score.played_notes import PlayedNote, played_notes
from auralis.export.score.score import title
from auralis.sequencing import Timeline


def midi_file(timeline: Timeline, start: Frame, end: Frame) -> MidiFile:
    """Return the notes that begin in frames [start, end), at ticks from the first tick of the span.

    Notes keep their lengths; only one that meets another of its layer and pitch ends where that begins.
    """
    ticks = timeline.tempo.tick_from(end) - timeline.tempo.tick_from(start)
    played = played_notes(timeline, start, end)
    out = MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT)
    out.tracks.append(track(title(timeline, start), conducted(timeline, start, end), ticks))
    for layer in LAYERS:
        if own := [note for note in played if note.layer == layer]:
            out.tracks.append(track(layer, _played(layer, own), ticks))
    return out


def _played(layer: str, own: Sequence[PlayedNote]) -> Iterator[Timed]:
    """Yield the program of a layer and its notes; at one tick notes end before others begin."""
    channel = CHANNELS[layer]
    if layer in PROGRAMS:
        yield Timed(0, Message("program_change", channel=channel, program=PROGRAMS[layer]))
    following: dict[int, int] = {}
    events = []
    for number, note in reversed(list(enumerate(own))):
        on, off = note.on, min(note.off, following.get(note.pitch, note.off))
        following[note.pitch] = on
        begins = Message("note_on", channel=channel, note=note.pitch, velocity=note.velocity)
        ends = Message("note_off", channel=channel, note=note.pitch, velocity=0)
        events.append(((on, 1, number, 0), begins))
        events.append(((off, int(off == on), number, 1), ends))
    yield from (Timed(when[0], message) for when, message in sorted(events, key=lambda event: event[0]))
