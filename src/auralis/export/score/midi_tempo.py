"""The tempo map as MIDI has it: whole microseconds a beat, and still on time after a night.

Rounding alone would drift by milliseconds in an hour, and where a change takes effect between two ticks
the next one begins early. So the tempo is now and then a microsecond more or less, and the last
ticks before such a change are a little shorter.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from mido import MetaMessage

from auralis.core.units import TICKS_PER_BEAT, Frame, Tick
from auralis.export.score.midi_track import Timed
from auralis.sequencing import Timeline

_MINUTE: Final = 60_000_000
_DRIFT: Final = 300
"""How far the file may be from the sound, in microseconds."""

_LATE: Final = 30
"""What is made up for at a change, in microseconds."""

_CATCH_UP: Final = 96
"""The ticks before a change that are shorter or longer by what is made up for."""


class _Mark(NamedTuple):
    """A tick with the microsecond, from the span's start, at which it sounds, and the tempo from there on."""

    tick: Tick
    time: Fraction
    bpm: float


def tempos(timeline: Timeline, start: Frame, end: Frame) -> Iterator[Timed]:
    """Yield the tempo events of frames [start, end), at ticks from the span's start."""
    marks = _marks(timeline, start, end)
    now, written = marks[0].time, 0
    for mark, following in pairwise(marks):
        for tick, tempo, until in _stretch(mark, following, now):
            if tempo != written:
                yield Timed(tick, MetaMessage("set_tempo", tempo=tempo))
            written, now = tempo, now + Fraction(tempo * (until - tick), TICKS_PER_BEAT)


def _stretch(mark: _Mark, following: _Mark, now: Fraction) -> Iterator[tuple[Tick, int, Tick]]:
    """Yield from where to where which tempo is written between two marks, the file being at `now`."""
    exact = _MINUTE / Fraction(str(mark.bpm))
    nearest = round(exact)
    other = nearest + (1 if nearest < exact else -1)
    tick, last, tempo = mark.tick, following.tick, nearest
    drift = now - mark.time
    lacking = mark.time + exact * Fraction(last - tick, TICKS_PER_BEAT) - following.time
    catching = max(tick, last - _CATCH_UP) if abs(lacking + drift) > _LATE else last
    while tick < catching:
        until = catching
        if tempo != exact:
            pull = (tempo - exact) / TICKS_PER_BEAT
            room = int(((_DRIFT if pull > 0 else -_DRIFT) - drift) / pull)
            until = min(catching, tick + max(TICKS_PER_BEAT, room))
            drift += pull * (until - tick)
        yield tick, tempo, until
        tick, tempo = until, nearest + other - tempo
    if tick < last:
        left = Fraction(last - tick, TICKS_PER_BEAT)
        yield tick, max(1, round((exact * left - lacking - drift) / left)), last


def _marks(timeline: Timeline, start: Frame, end: Frame) -> list[_Mark]:
    """Return where the tempo begins anew, the first tick of the span and the last included."""
    tempo = timeline.tempo
    first, final = tempo.tick_from(start), tempo.tick_from(max(end, start + 1))
    inner = [mark for mark in tempo.marks if first < mark.tick < final]
    at = [(first, timeline.context_at(tempo.frame(first)).bpm), *((m.tick, m.bpm) for m in inner), (final, 0)]
    begin = tempo.frame(first)
    return [
        _Mark(tick - first, Fraction((tempo.frame(tick) - begin) * 1_000_000, timeline.sample_rate), bpm)
        for tick, bpm in at
    ]
