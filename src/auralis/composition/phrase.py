"""Phrases: eight bars of music as data, in ticks from the phrase's start."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from auralis.core.units import Tick

PHRASE_BARS: Final = 8


class Place(NamedTuple):
    """Where a phrase stands in the piece: the `phrase`-th of the `section`-th section, both from 0."""

    section: int
    phrase: int


@dataclass(frozen=True, slots=True)
class Chord:
    """What sounds from `tick` for `ticks`: its place in the key, its name, and why it is there.

    `degree` counts 1 to 7 in the key sounding at that moment. `root_pitch` is the pad's root, 48-59;
    the bass sounds below it. `chord_type` is the nearest of major, minor, sus2, sus4, add9, maj7.
    `pitch_classes` are the pad's, absolute (0 is C).
    """

    tick: Tick
    ticks: Tick
    degree: int
    root_pitch: int
    chord_type: str
    roman: str
    symbol: str
    pitch_classes: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class ScoreNote:
    """A note in ticks: its layer, the voice in it (lead, left, pad, bass), MIDI pitch and velocity."""

    tick: Tick
    ticks: Tick
    layer: str
    voice: str
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Eight bars: chords and notes in order, onsets in [0, ticks); `key` names the key at its start."""

    section: int
    index: int
    key: str
    ticks: Tick
    chords: tuple[Chord, ...]
    notes: tuple[ScoreNote, ...]
