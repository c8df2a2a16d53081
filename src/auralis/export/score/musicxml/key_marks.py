"""The keys of a span by their ticks."""

from bisect import bisect_right
from dataclasses import dataclass

from auralis.core.units import Frame, Tick
from auralis.sequencing import Timeline, phrases
from auralis.theory.keys import Key, parse_key


@dataclass(frozen=True, slots=True)
class KeyMarks:
    """Keys, each from a tick of the span on, and the sections that begin, by tick."""

    marks: tuple[tuple[Tick, Key], ...]
    sections: tuple[tuple[Tick, int], ...]

    @classmethod
    def of(cls, timeline: Timeline, start: Frame, end: Frame) -> "KeyMarks":
        """Return the keys and sections that sound in frames [start, end)."""
        first = timeline.tempo.tick_from(start)
        marks: list[tuple[Tick, Key]] = []
        sections: list[tuple[Tick, int]] = []
        for phrase in phrases(timeline, start, max(end, start + 1)):
            tick = timeline.tempo.tick_from(max(phrase.start, start)) - first
            key = parse_key(phrase.key)
            if not marks or marks[-1][1] != key:
                marks.append((tick, key))
            if not sections or sections[-1][1] != phrase.place.section:
                sections.append((tick, phrase.place.section))
        return cls(tuple(marks), tuple(sections))

    def at(self, tick: Tick) -> Key:
        """Return the key at a tick; before the first, the first."""
        return self.marks[max(0, bisect_right(self.marks, tick, key=lambda mark: mark[0]) - 1)][1]
