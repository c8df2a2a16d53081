"""A track of a MIDI file, from events at ticks."""

from collections.abc import Iterable
from typing import NamedTuple

from mido import Message, MetaMessage, MidiTrack

from auralis.core.units import Tick


class Timed(NamedTuple):
    """A MIDI event at a tick of its file."""

    tick: Tick
    message: Message | MetaMessage


def track(name: str, events: Iterable[Timed], ticks: Tick) -> MidiTrack:
    """Return a named track of events by their ticks, the order kept at each; it lasts `ticks` or longer."""
    out = MidiTrack([MetaMessage("track_name", name=name)])
    now = 0
    for event in sorted(events, key=lambda e: e.tick):
        out.append(event.message.copy(time=event.tick - now))
        now = event.tick
    out.append(MetaMessage("end_of_track", time=max(0, ticks - now)))
    return out
