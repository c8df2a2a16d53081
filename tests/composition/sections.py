"""A section as listeners hear it: its phrases, and the chord under each note of the lead."""

from dataclasses import dataclass
from itertools import pairwise

from auralis.composition import Chord, MusicalContext, Phrase, Place, ScoreNote, compose, phrases_in
from auralis.composition.melody import lead_line
from auralis.composition.motifs import identities, memory
from auralis.composition.pinning import pins
from auralis.composition.section import plan
from auralis.theory.keys import parse_key


@dataclass(frozen=True)
class Lead:
    """A note of the lead beside the chord it meets."""

    note: ScoreNote
    is_chord_tone: bool
    is_chromatic: bool
    """Neither in the key nor in the chord."""
    step: int | None
    """Semitones to the next note of its phrase, if there is one."""


def phrases_of(context: MusicalContext, section: int, seed: int) -> list[Phrase]:
    """Return all phrases of a section."""
    places = (Place(section, index) for index in range(phrases_in(context, section, seed)))
    return [compose(context, place, seed) for place in places]


def chord_at(phrase: Phrase, tick: int) -> Chord:
    """Return the chord that sounds at a tick of a phrase."""
    return next(chord for chord in reversed(phrase.chords) if chord.tick <= tick)


def lead_of(phrase: Phrase) -> list[Lead]:
    """Return the lead of a phrase, in order."""
    scale = parse_key(phrase.key).pitch_classes
    notes = [note for note in phrase.notes if note.voice == "lead"]
    steps = [b.pitch - a.pitch for a, b in pairwise(notes)]
    out = []
    for note, step in zip(notes, [*steps, None], strict=False):
        inside = note.pitch % 12 in chord_at(phrase, note.tick).pitch_classes
        out.append(Lead(note, inside, not inside and note.pitch % 12 not in scale, step))
    return out


def onsets_a_minute(context: MusicalContext, phrases: list[Phrase]) -> float:
    """Return how often piano and bells strike in a minute."""
    struck = sum(note.layer in ("piano", "bells") for phrase in phrases for note in phrase.notes)
    return struck / (len(phrases) * 8 * context.structure.bar_seconds / 60)


def forget() -> None:
    """Empty what composition keeps of earlier calls."""
    for cached in (plan, lead_line, memory, identities, pins):
        cached.cache_clear()
