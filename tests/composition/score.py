"""A section's score, the figures that tell music from dice, and the toys that must fail them."""

import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

from auralis.composition import Chord, MusicalContext, Place, compose, phrases_in
from auralis.core.randomness import Stream
from auralis.theory.keys import parse_key

BAR = 3840
"""Ticks; every preset is in 4/4."""
_SLOT = 2 * BAR
_EARLY = 300
_APART = 8
"""Slots from one phrase to the next but one, which has the same identity when it is even."""
_STEPS = {-2: 1, -1: 2, 0: 1, 1: 2, 2: 1}
_DRAWN = 4
"""How many times as likely a walk takes a tone of the chord."""
_RANGE = range(54, 84)
_FIRST = 68


@dataclass(frozen=True)
class Score:
    """Lead pitches with the chord and key under each, and the pad's voicing at every chord."""

    lead: tuple[tuple[int, int, Chord, str], ...]
    """Tick, pitch, chord, key."""
    voicings: tuple[tuple[int, ...], ...]
    roots: tuple[int, ...]
    """The pad's root at every chord."""
    bars: int

    @property
    def moves(self) -> list[int]:
        return [b[1] - a[1] for a, b in pairwise(self.lead)]


def section_score(context: MusicalContext, section: int, seed: int) -> Score:
    """Return the score of a section as composed."""
    lead, voicings, roots = [], [], []
    count = phrases_in(context, section, seed)
    for index in range(count):
        phrase = compose(context, Place(section, index), seed)
        start = index * phrase.ticks
        for note in phrase.notes:
            if note.voice == "lead":
                under = next(c for c in reversed(phrase.chords) if c.tick <= note.tick)
                lead.append((start + note.tick, note.pitch, under, phrase.key))
        pads = [note for note in phrase.notes if note.layer == "pad"]
        for chord in phrase.chords:
            middle = chord.tick + chord.ticks // 2
            sounding = [n.pitch for n in pads if n.tick <= middle < n.tick + n.ticks]
            voicings.append(tuple(sorted(sounding)))
            roots.append(chord.root_pitch)
    return Score(tuple(lead), tuple(voicings), tuple(roots), count * 8)


def naive(score: Score, seed: int) -> Score:
    """Toy one: lead notes drawn afresh, 70 % triad, 25 % scale, 5 % outside; root-position triads."""
    stream = Stream(seed, "naive")
    lead = []
    for tick, _, chord, key in score.lead:
        scale = parse_key(key).pitch_classes
        triad = [chord.pitch_classes[0], *chord.pitch_classes[1:3]]
        rest = [pc for pc in scale if pc not in triad]
        outside = [pc for pc in range(12) if pc not in scale]
        pool = stream.weighted((triad, rest, outside), (70, 25, 5))
        lead.append((tick, stream.choice([p for p in range(52, 84) if p % 12 in pool]), chord, key))
    triads = tuple((root, root + 4, root + 7, root + 12) for root in score.roots)
    return replace(score, lead=tuple(lead), voicings=triads)


def dice(score: Score, seed: int) -> Score:
    """Toy two: any pitch at all."""
    stream = Stream(seed, "dice")
    lead = tuple((tick, 52 + stream.below(32), chord, key) for tick, _, chord, key in score.lead)
    voicings = tuple(tuple(sorted(48 + stream.below(28) for _ in range(4))) for _ in score.voicings)
    return replace(score, lead=lead, voicings=voicings)


def walk(score: Score, seed: int) -> Score:
    """Toy three: the lead walks at random by scale steps, drawn to the chord; the pad is the music's."""
    stream, pitch, lead = Stream(seed, "walk"), _FIRST, []
    for tick, _, chord, key in score.lead:
        tones = parse_key(key).pitch_classes
        scale = [p for p in _RANGE if p % 12 in tones]
        here = min(range(len(scale)), key=lambda i: abs(scale[i] - pitch))
        reached = [scale[min(max(here + step, 0), len(scale) - 1)] for step in _STEPS]
        drawn = [_DRAWN if p % 12 in chord.pitch_classes else 1 for p in reached]
        pitch = stream.weighted(reached, [a * b for a, b in zip(_STEPS.values(), drawn, strict=True)])
        lead.append((tick, pitch, chord, key))
    return replace(score, lead=tuple(lead))


def mean_interval(score: Score) -> float:
    return sum(map(abs, score.moves)) / len(score.moves)


def step_share(score: Score) -> float:
    return sum(abs(move) <= 2 for move in score.moves) / len(score.moves)


def leap_share(score: Score) -> float:
    return sum(abs(move) > 7 for move in score.moves) / len(score.moves)


def pad_movement(score: Score) -> float:
    """Semitones all voices move together, mean over the changes that move at all."""
    totals = [
        sum(abs(x - y) for x, y in zip(a, b, strict=True)) for a, b in pairwise(score.voicings) if a != b
    ]
    return sum(totals) / len(totals)


def recurrence(score: Score) -> float:
    """Return the share of three-interval figures that come back."""
    figures = Counter(zip(score.moves, score.moves[1:], score.moves[2:], strict=False))
    return sum(n for n in figures.values() if n > 1) / max(1, sum(figures.values()))


def bytes_per_interval(score: Score) -> float:
    """Return the length of the packed intervals, in bytes for each."""
    moves = bytes(move % 256 for move in score.moves)
    return len(zlib.compress(moves, 9)) / len(moves)


def kinds(score: Score) -> tuple[float, float, float]:
    """Return the shares of lead notes in the chord's first three tones, else in the scale, and outside."""
    triad = sum(pitch % 12 in chord.pitch_classes[:3] for _, pitch, chord, _ in score.lead)
    outside = sum(pitch % 12 not in parse_key(key).pitch_classes for _, pitch, _, key in score.lead)
    whole = len(score.lead)
    return triad / whole, (whole - triad - outside) / whole, outside / whole


def returns(score: Score) -> float | None:
    """Return the share of slots whose contour is the same where the phrase's idea comes back.

    Compared are slots of even phrases two apart in which three or more notes, and as many, are heard;
    the contour is up, level or down from note to note. None where there are no such slots.
    """
    heard: dict[int, list[int]] = defaultdict(list)
    for tick, pitch, *_ in score.lead:
        heard[(tick + _EARLY) // _SLOT].append(pitch)
    pairs = [
        (pitches, heard[slot + _APART])
        for slot, pitches in tuple(heard.items())
        if slot % _APART < _APART // 2 and slot + _APART in heard
    ]
    alike = [_contour(a) == _contour(b) for a, b in pairs if len(a) == len(b) > 2]
    return sum(alike) / len(alike) if alike else None


def _contour(pitches: list[int]) -> list[int]:
    return [(b > a) - (b < a) for a, b in pairwise(pitches)]
