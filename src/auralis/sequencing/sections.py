"""Where the sections of a passage begin, counted once: a year into it costs no more than its first hour."""

from array import array
from bisect import bisect_right
from functools import lru_cache
from threading import Lock

from auralis.composition import MusicalContext, Place, phrases_in


class Sections:
    """The form of a passage without end, known as far as anybody has asked."""

    def __init__(self, context: MusicalContext, first: Place, seed: int) -> None:
        self._context = context
        self._first = first
        self._seed = seed
        self._begins = array("q", [-first.phrase])
        self._counting = Lock()

    def place(self, phrase: int) -> Place:
        """Return the place in the form of the passage's n-th phrase."""
        if phrase >= self._begins[-1]:
            self._count(phrase)
        index = bisect_right(self._begins, phrase) - 1
        arrival = self._first.arrival if index == 0 else None
        return Place(self._first.section + index, phrase - self._begins[index], arrival)

    def _count(self, phrase: int) -> None:
        """Go on counting until a phrase's section has an end."""
        with self._counting:
            while phrase >= (last := self._begins[-1]):
                section = self._first.section + len(self._begins) - 1
                self._begins.append(last + phrases_in(self._context, section, self._seed))


@lru_cache(maxsize=64)
def sections(context: MusicalContext, first: Place, seed: int) -> Sections:
    """Return the form of the passage that begins at a place."""
    return Sections(context, first, seed)
