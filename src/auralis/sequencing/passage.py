"""A passage: a stretch of music in one key, mode, tempo and preset."""

from bisect import bisect_right
from dataclasses import dataclass

from auralis.composition import PHRASE_BARS, MusicalContext, Place
from auralis.core.units import Frame, Tick
from auralis.sequencing.sections import sections


@dataclass(frozen=True, slots=True)
class Turn:
    """From `frame` on, `context` is in force."""

    frame: Frame
    context: MusicalContext


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole phrases from `start` on, until the next passage begins.

    `turns` are the contexts in force, the first from the passage's start; they differ only in what
    leaves harmony and form alone. `first` is the place in the form of its first phrase.
    """

    start: Frame
    tick: Tick
    first: Place
    turns: tuple[Turn, ...]

    @property
    def context(self) -> MusicalContext:
        """The context at the passage's start."""
        return self.turns[0].context

    @property
    def phrase_ticks(self) -> Tick:
        """The length of each of its phrases."""
        return PHRASE_BARS * self.context.bar_ticks

    def context_at(self, frame: Frame) -> MusicalContext:
        """Return the context in force at a frame of the passage."""
        return self.turns[max(0, bisect_right(self.turns, frame, key=lambda t: t.frame) - 1)].context

    def place(self, phrase: int, seed: int) -> Place:
        """Return the place in the form of the passage's n-th phrase."""
        return sections(self.context, self.first, seed).place(phrase)
