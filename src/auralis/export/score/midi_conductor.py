"""Track 0 of a MIDI file: tempo, time signatures, keys, and markers for sections and chords."""

from collections.abc import Iterator
from itertools import pairwise

from mido import MetaMessage

from auralis.core.units import Frame, Tick
from auralis.export.score.midi_tempo import tempos
from auralis.export.score.midi_track import Timed
from auralis.sequencing import Passage, Timeline, chords, phrases
from auralis.theory.keys import Key, parse_key

_CLOCKS_A_CLICK = {"4/4": 24, "3/4": 24, "6/8": 36}
"""MIDI clocks, 24 a quarter, between clicks of a metronome."""


def conducted(timeline: Timeline, start: Frame, end: Frame) -> Iterator[Timed]:
    """Yield what no layer plays in frames [start, end), at ticks from the span's start."""
    yield from tempos(timeline, start, end)
    yield from _meters(timeline, start, end)
    yield from _keys(timeline, start, end)
    yield from _chords(timeline, start, end)


def signature(key: Key) -> str:
    """Return the key signature that MIDI has for a key: a minor one for aeolian, else its relative major."""
    if key.mode == "aeolian":
        return f"{key.pitch_name(key.tonic)}m"
    tones = set(key.pitch_classes)
    return key.pitch_name(next(pc for pc in tones if tones == set(Key(pc, "ionian").pitch_classes)))


def _meters(timeline: Timeline, start: Frame, end: Frame) -> Iterator[Timed]:
    """Yield a time signature where the meter changes, and where bars begin anew off their old grid."""
    heard = [p for p in timeline.passages[timeline.index_at(start) :] if p.start <= start or p.start < end]
    first, bar = timeline.tempo.tick_from(start), heard[0].context.bar_ticks
    yield Timed(0, _meter(heard[0]))
    bar_line = first + (heard[0].tick - first) % bar
    if first < bar_line < (heard[1].tick if heard[1:] else timeline.tempo.tick_from(end)):
        yield Timed(bar_line - first, _meter(heard[0]))
    for before, passage in pairwise(heard):
        off = (passage.tick - before.tick) % before.context.bar_ticks
        if off or passage.context.meter != before.context.meter:
            yield Timed(passage.tick - first, _meter(passage))


def _meter(passage: Passage) -> MetaMessage:
    beats, unit = passage.context.meter.split("/")
    clocks = _CLOCKS_A_CLICK[passage.context.meter]
    return MetaMessage("time_signature", numerator=int(beats), denominator=int(unit), clocks_per_click=clocks)


def _keys(timeline: Timeline, start: Frame, end: Frame) -> Iterator[Timed]:
    section, key = -1, ""
    for phrase in phrases(timeline, start, end):
        tick = _tick(timeline, start, phrase.start)
        if phrase.key != key:
            key = phrase.key
            yield Timed(tick, MetaMessage("key_signature", key=signature(parse_key(key))))
            yield Timed(tick, MetaMessage("text", text=key))
        if phrase.place.section != section:
            section = phrase.place.section
            yield Timed(tick, MetaMessage("marker", text=f"section {section}, {key}"))


def _chords(timeline: Timeline, start: Frame, end: Frame) -> Iterator[Timed]:
    """Yield a marker for each chord that differs from the one before it."""
    symbol = ""
    for chord in chords(timeline, start, end):
        if chord.chord.symbol != symbol:
            symbol = chord.chord.symbol
            yield Timed(_tick(timeline, start, chord.start), MetaMessage("marker", text=symbol))


def _tick(timeline: Timeline, start: Frame, frame: Frame) -> Tick:
    """Return a frame's tick from the span's start; what began before begins with it."""
    return timeline.tempo.tick_from(max(frame, start)) - timeline.tempo.tick_from(start)
