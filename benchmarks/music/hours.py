"""What is true of a night: repeats, contours, keys, roots and seams; and how busy a layer is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from benchmarks.composition import EIGHT_HOURS, places
from benchmarks.music.rows import SECTIONS
from tests.composition.score import BAR

from auralis.composition import MusicalContext, Phrase, Place, ScoreNote, compose, phrases_in
from auralis.theory.keys import parse_key

GRID: Final = BAR // 16
PARTS: Final = ("lead", "left hand", "ostinato", "bells", "percussion", "pad", "bass", "air")
_NAMES: Final = {"lead": "lead", "left": "left hand", "ostinato": "ostinato"}


class Night(NamedTuple):
    """Eight hours of one seed."""

    sections: int
    phrases: int
    repeats: int
    """Phrases whose notes, layer and pitch on a grid of sixteenths, were all heard before."""
    contours: int
    """Different shapes (up, level, down) of the first four intervals of a phrase's lead."""
    home: float
    """Share of the sections that are in the home key."""
    longest_root: float
    """Seconds for which the bass holds one pitch class, at most."""
    seam: int
    """Semitones that the pad's voices move where sections meet, at most."""


def part(note: ScoreNote) -> str:
    """Return the name of a note's part: its layer, or its hand of the piano."""
    return _NAMES.get(note.voice, note.layer)


def onsets(phrases: Sequence[Phrase], minutes: float) -> dict[str, float]:
    """Return the notes a minute of each part."""
    counted = Counter(part(note) for phrase in phrases for note in phrase.notes)
    return {name: counted[name] / minutes for name in PARTS}


def section_onsets(context: MusicalContext, seeds: int) -> list[dict[str, float]]:
    """Return the notes a minute of each part in the first sections of seeds 1 to `seeds`."""
    found = []
    for seed in range(1, seeds + 1):
        for section in range(SECTIONS):
            count = phrases_in(context, section, seed)
            played = [compose(context, Place(section, index), seed) for index in range(count)]
            found.append(onsets(played, count * 8 * context.structure.bar_seconds / 60.0))
    return found


def night(context: MusicalContext, seed: int) -> Night:
    """Return the figures of eight hours."""
    played = [compose(context, place, seed) for place in places(context, seed, EIGHT_HOURS)]
    keys = {phrase.section: parse_key(phrase.key) for phrase in played if phrase.index == 0}
    return Night(
        sections=len(keys),
        phrases=len(played),
        repeats=len(played) - len({_heard(phrase) for phrase in played}),
        contours=len({contour for phrase in played if (contour := _contour(phrase))}),
        home=sum(key == context.key for key in keys.values()) / len(keys),
        longest_root=max(_roots(played)) / BAR * context.structure.bar_seconds,
        seam=max(_seams(played)),
    )


def _heard(phrase: Phrase) -> tuple[tuple[int, str, int], ...]:
    return tuple(sorted((round(note.tick / GRID), note.layer, note.pitch) for note in phrase.notes))


def _contour(phrase: Phrase) -> tuple[int, ...]:
    """Return the directions of a phrase's first four lead intervals; none where it has fewer than three."""
    pitches = [note.pitch for note in phrase.notes if note.voice == "lead"]
    moves = [(b > a) - (b < a) for a, b in pairwise(pitches)]
    return tuple(moves[:4]) if len(moves) > 2 else ()


def _roots(played: Sequence[Phrase]) -> Iterator[int]:
    """Yield the ticks for which the bass stays on one pitch class, phrases and sections notwithstanding."""
    held = [
        (note.pitch % 12, note.ticks) for phrase in played for note in phrase.notes if note.layer == "bass"
    ]
    for _, run in groupby(held, key=lambda note: note[0]):
        yield sum(ticks for _, ticks in run)


def _seams(played: Sequence[Phrase]) -> Iterator[int]:
    """Yield the semitones that the pad moves from each section's last chord to the next one's first."""
    for before, after in pairwise(played):
        if before.section != after.section:
            last = _pad_at(before, before.ticks - 1)
            first = _pad_at(after, after.chords[0].ticks // 2)
            yield sum(abs(a - b) for a, b in zip(last, first, strict=True))


def _pad_at(phrase: Phrase, tick: int) -> list[int]:
    return sorted(
        note.pitch
        for note in phrase.notes
        if note.layer == "pad" and note.tick <= tick < note.tick + note.ticks
    )
