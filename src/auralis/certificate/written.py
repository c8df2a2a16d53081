"""What a night says in notes, read from the score alone: keys, chords, roots, density, repetition."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from auralis.certificate.commission import Commission
from auralis.composition import PHRASE_BARS, Chord
from auralis.core.events import NoteEvent
from auralis.core.units import TICKS_PER_BEAT, Frame
from auralis.sequencing import TimedChord, TimedPhrase, Timeline, chords, notes, phrases
from auralis.station.recipes import timeline_of
from auralis.theory.keys import parse_key
from auralis.theory.pitches import parse_pitch_class

_SIXTEENTH: Final = TICKS_PER_BEAT // 4
_UNDER: Final = re.compile(r"/([A-G][b#♭♯]?)\Z")
_STRUCK: Final = ("piano", "bells")
_SCALED: Final = ("pad", "piano", "bass", "bells")
"""The layers whose pitches are of the key; air is noise and percussion has none."""


@dataclass(frozen=True)
class Run:
    """A root that the bass holds: pitch class, and frames [start, end)."""

    root: int
    start: Frame
    end: Frame


@dataclass(frozen=True)
class Written:
    """The score of a span as it is judged and drawn."""

    timeline: Timeline
    start: Frame
    end: Frame
    phrases: tuple[TimedPhrase, ...]
    chords: tuple[TimedChord, ...]
    notes: tuple[NoteEvent, ...]

    @classmethod
    def of(cls, commission: Commission) -> "Written":
        """Compose what a commission is of: the phrases and chords that sound, the notes that begin in it."""
        timeline, start, end = timeline_of(commission.recipe), commission.start, commission.end
        span = (timeline, start, end)
        return cls(*span, tuple(phrases(*span)), tuple(chords(*span)), tuple(notes(*span)))

    @property
    def minutes(self) -> float:
        """The length in minutes."""
        return (self.end - self.start) / self.timeline.sample_rate / 60

    def seconds_by_key(self) -> dict[str, float]:
        """Return how long each key lasts, the longest first."""
        found: Counter[str] = Counter()
        for phrase in self.phrases:
            found[phrase.key] += self._inside(phrase.start, phrase.end)
        return {key: frames / self.timeline.sample_rate for key, frames in found.most_common()}

    def seconds_by_mode(self) -> dict[str, float]:
        """Return how long each mode lasts, the longest first."""
        found: dict[str, float] = defaultdict(float)
        for key, seconds in self.seconds_by_key().items():
            found[parse_key(key).mode] += seconds
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def seconds_by_chord(self) -> dict[str, float]:
        """Return how long each chord lasts, by its numeral in the key of its moment, the longest first."""
        found: Counter[str] = Counter()
        for chord in self.chords:
            found[chord.chord.roman] += self._inside(chord.start, chord.end)
        return {roman: frames / self.timeline.sample_rate for roman, frames in found.most_common()}

    def chord_changes(self) -> int:
        """Return how often another chord sounds."""
        names = [chord.chord.symbol for chord in self.chords]
        return sum(a != b for a, b in pairwise(names))

    def runs(self) -> list[Run]:
        """Return the stretches over which the bass holds one root, cut at the edges of the span."""
        found: list[Run] = []
        for chord in self.chords:
            root, start = _bass(chord.chord), max(chord.start, self.start)
            if found and found[-1].root == root:
                start = found.pop().start
            found.append(Run(root, start, min(chord.end, self.end)))
        return found

    def onsets_by_hour(self) -> list[float]:
        """Return the notes of piano and bells a minute in each hour; the last may be shorter."""
        hour = 3600 * self.timeline.sample_rate
        struck = Counter((n.frame - self.start) // hour for n in self.notes if n.layer in _STRUCK)
        spans = range(0, self.end - self.start, hour)
        minutes = [min(hour, self.end - self.start - s) / self.timeline.sample_rate / 60 for s in spans]
        return [struck[k] / length for k, length in enumerate(minutes)]

    def scale_share(self) -> float | None:
        """Return the share of sounding time that pitched notes spend in the scale of their phrase."""
        inside, whole, keys = 0, 0, _Keys(self.phrases)
        for note in self.notes:
            if note.layer in _SCALED:
                length = note.end - note.frame
                whole += length
                inside += length * (note.pitch % 12 in keys.at(note.frame))
        return inside / whole if whole else None

    def repeats(self) -> list[tuple[Frame, Frame]]:
        """Return phrases that are another again, as (frame, frame of the first), bar for bar.

        Compared are whole phrases: layer, pitch and the nearest sixteenth of every note. Phrases in which
        nothing begins are silence and no repetition.
        """
        seen: dict[frozenset[tuple[int, str, int]], Frame] = {}
        found = []
        for phrase, own in self._by_phrase().items():
            if own and phrase.start >= self.start and self._whole(phrase):
                first = seen.setdefault(frozenset(self._on_grid(phrase, own)), phrase.start)
                if first != phrase.start:
                    found.append((phrase.start, first))
        return found

    def _by_phrase(self) -> dict[TimedPhrase, list[NoteEvent]]:
        """Return the notes of each phrase; both are in the order of time."""
        found: dict[TimedPhrase, list[NoteEvent]] = {phrase: [] for phrase in self.phrases}
        coming = iter(self.phrases)
        here = next(coming, None)
        for note in sorted(self.notes, key=lambda n: n.frame):
            while here is not None and note.frame >= here.end:
                here = next(coming, None)
            if here is not None:
                found[here].append(note)
        return found

    def _whole(self, phrase: TimedPhrase) -> bool:
        passage = self.timeline.passages[phrase.passage]
        return phrase.end == self.timeline.phrase_start(passage, phrase.number + 1) and phrase.end <= self.end

    def _on_grid(self, phrase: TimedPhrase, own: list[NoteEvent]) -> list[tuple[int, str, int]]:
        passage = self.timeline.passages[phrase.passage]
        length = phrase.end - phrase.start
        steps = PHRASE_BARS * passage.context.bar_ticks // _SIXTEENTH
        return [(round((n.frame - phrase.start) / length * steps), n.layer, n.pitch) for n in own]

    def _inside(self, start: Frame, end: Frame) -> Frame:
        return max(0, min(end, self.end) - max(start, self.start))


def _bass(chord: Chord) -> int:
    """Return the pitch class under a chord: its root, unless the symbol names another, as in `C/B`."""
    under = _UNDER.search(chord.symbol)
    return parse_pitch_class(under[1]) if under else chord.root_pitch % 12


class _Keys:
    """Which pitch classes the key at a frame has; asked in the order of time."""

    def __init__(self, spans: tuple[TimedPhrase, ...]) -> None:
        self._spans = [(p.end, frozenset(parse_key(p.key).pitch_classes)) for p in spans]
        self._here = 0

    def at(self, frame: Frame) -> frozenset[int]:
        while self._here < len(self._spans) - 1 and frame >= self._spans[self._here][0]:
            self._here += 1
        return self._spans[self._here][1]


def by_section(written: Written) -> dict[int, tuple[Frame, Frame]]:
    """Return the frames [start, end) of each section that lies in the span as a whole."""
    spans: dict[int, list[TimedPhrase]] = defaultdict(list)
    for phrase in written.phrases:
        spans[phrase.place.section].append(phrase)
    whole = {}
    for section, own in spans.items():
        complete = own[0].place.phrase == 0 and own[0].start >= written.start and own[-1].end <= written.end
        if complete and section + 1 in spans:
            whole[section] = (own[0].start, own[-1].end)
    return whole
