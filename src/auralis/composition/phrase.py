"""Phrases: eight bars of music as data, in ticks from the phrase's start."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from auralis.composition.arrival import Arrival
from auralis.core.units import Tick

PHRASE_BARS: Final = 8


class Place(NamedTuple):
    """Where a phrase stands in the piece: the `phrase`-th of the `section`-th section, both from 0.

    `arrival` is given for the places of a section in whose midst a listener's change began a passage.
    """

    section: int
    phrase: int
    arrival: Arrival | None = None


@dataclass(frozen=True, slots=True)
class Chord:
    """What sounds from `tick` for `ticks`: its place in the key, its name, and why it is there.

    `degree` counts 1 to 7 in the key sounding at that moment; `function` is that degree's name.
    `role` is seam, home, signature, colour, pinned or pivot; a `borrowed` chord has tones that the
    key lacks. `root_pitch` is the pad's root, 48-59;
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
    function: str
    role: str
    borrowed: bool
    reason: str


class ScoreNote(NamedTuple):
    """A note in ticks: its layer, the voice in it, MIDI pitch and velocity.

    Voices are pad, bass; lead, left, ostinato (piano); bell; texture, event (air); heart, shaker,
    wood (percussion, whose pitches are those of the General MIDI drum map).
    """

    tick: Tick
    ticks: Tick
    layer: str
    voice: str
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A motif that the lead says in a phrase, from `tick` for `ticks`.

    `motif` is A or B, `variant` stated, higher, lower, fragment, augmented or inverted.
    """

    tick: Tick
    ticks: Tick
    motif: str
    variant: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Eight bars: chords, notes and motifs in order, onsets in [0, ticks).

    `key` names the key at its start; `reason` says what the lead does in it, and why.
    """

    section: int
    index: int
    key: str
    ticks: Tick
    chords: tuple[Chord, ...]
    notes: tuple[ScoreNote, ...]
    motifs: tuple[Statement, ...]
    reason: str
