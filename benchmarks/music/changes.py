"""What a listener's change does to the pad and to the sound: kinds of change, in the middle of a phrase."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from platformdirs import user_cache_path
from tests.station.jolt import jolt

from auralis.composition import MusicalContext
from auralis.core.events import NoteEvent
from auralis.core.recipe import Change
from auralis.engine import Kernels, load_kit
from auralis.sequencing import TimedChord, Timeline, chords, notes
from auralis.station.performance import Performance
from auralis.theory.keys import Key

Settings = Mapping[str, object]

RATE: Final = 44_100
NOTHING: Final = "no change"
KINDS: Final = ("a fifth", "another mode", "a third, 10 bpm more", "six fifths", "another preset")
_MODES: Final = {"dorian": "aeolian", "aeolian": "dorian", "phrygian": "aeolian", "lydian": "ionian"}
_PRESETS: Final = {"focus": "meditation", "meditation": "sleep", "sleep": "meditation", "bright": "focus"}
_PHRASE: Final = 22
_BAR: Final = 4.6
"""Which phrase a change comes in, and how many bars after its beginning it is asked for."""
_AROUND: Final = 60
"""Seconds before and after a change that are rendered."""


class Passing(NamedTuple):
    """One change: semitones the pad's four voices move into the pivot, and from it; flux and hole."""

    into: int
    onward: int
    flux: float
    hole: float


def asked(kind: str, context: MusicalContext) -> Settings:
    """Return the settings that a kind of change asks for."""
    tonic, mode = context.key.tonic, context.mode
    settings: dict[str, Settings] = {
        NOTHING: {},
        "a fifth": {"key": Key((tonic + 7) % 12, mode).name},
        "another mode": {"mode": _MODES[mode]},
        "a third, 10 bpm more": {"key": Key((tonic + 3) % 12, mode).name, "bpm": context.bpm + 10},
        "six fifths": {"key": Key((tonic + 6) % 12, mode).name},
        "another preset": {"preset": _PRESETS[context.preset]},
    }
    return settings[kind]


def changes(context: MusicalContext, seeds: Sequence[int]) -> dict[str, list[Passing]]:
    """Return each kind of change in each seed, rendered with the built-in kit; and no change at all."""
    kernels = Kernels(user_cache_path("auralis") / "kernels")
    return {kind: [_passing(context, kind, seed, kernels) for seed in seeds] for kind in (*KINDS, NOTHING)}


def _passing(context: MusicalContext, kind: str, seed: int, kernels: Kernels) -> Passing:
    second = (_PHRASE * 8 + _BAR) * context.structure.bar_seconds
    wanted = Change(int(second * RATE), "bar", asked(kind, context))
    timeline = Timeline.of(seed, RATE, context, (wanted,))
    frame = timeline.changes[0].frame
    start = frame - _AROUND * RATE
    sound = Performance(timeline, load_kit("auralis"), kernels, start).render(2 * _AROUND * RATE)
    felt = jolt(sound, RATE, float(_AROUND))
    before, pivot, after = [*_voicings(timeline, frame)] or [[], [], []]
    return Passing(_movement(before, pivot), _movement(pivot, after), felt.flux, felt.hole)


def _voicings(timeline: Timeline, frame: int) -> Iterator[list[int]]:
    """Yield what the pad holds before a change, in its pivot, and after that; nothing without a pivot."""
    span = (frame - _AROUND * RATE, frame + _AROUND * RATE)
    heard = [note for note in notes(timeline, *span) if note.layer == "pad"]
    found = list(chords(timeline, *span))
    for i, timed in enumerate(found):
        if timed.chord.role == "pivot":
            yield from (_held(heard, near) for near in found[i - 1 : i + 2])


def _held(heard: Sequence[NoteEvent], timed: TimedChord) -> list[int]:
    middle = (timed.start + timed.end) // 2
    return sorted(note.pitch for note in heard if note.frame <= middle < note.end)


def _movement(a: Sequence[int], b: Sequence[int]) -> int:
    return sum(abs(x - y) for x, y in zip(a, b, strict=True))
