"""Music to be drawn: phrases one after another, with the ticks at which they begin."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from benchmarks.composition import places

from auralis.composition import Chord, MusicalContext, Phrase, ScoreNote, compose
from auralis.core.units import Tick

SEED: Final = 7


class Played(NamedTuple):
    """A phrase and the tick at which it begins."""

    start: Tick
    phrase: Phrase

    @property
    def end(self) -> Tick:
        """The tick at which the next phrase begins."""
        return self.start + self.phrase.ticks


class Stretch(NamedTuple):
    """Ticks [start, end) of one section in one key."""

    section: int
    key: str
    start: Tick
    end: Tick


def played(context: MusicalContext, seconds: float, seed: int = SEED) -> list[Played]:
    """Return the phrases that fill so many seconds from a piece's beginning."""
    phrases = [compose(context, place, seed) for place in places(context, seed, seconds)]
    return [Played(i * phrase.ticks, phrase) for i, phrase in enumerate(phrases)]


def notes(music: list[Played]) -> Iterator[tuple[Tick, ScoreNote]]:
    """Yield the notes with the ticks at which they begin."""
    for start, phrase in music:
        for note in phrase.notes:
            yield start + note.tick, note


def chords(music: list[Played]) -> list[tuple[Tick, Tick, Chord]]:
    """Return the chords with their first and last ticks, each that goes on in another phrase as one."""
    found: list[tuple[Tick, Tick, Chord]] = []
    for start, phrase in music:
        for chord in phrase.chords:
            first = start + chord.tick
            if found and found[-1][2].symbol == chord.symbol and found[-1][2].role == chord.role:
                first = found.pop()[0]
            found.append((first, start + chord.tick + chord.ticks, chord))
    return found


def stretches(music: list[Played]) -> list[Stretch]:
    """Return the stretches of one section in one key, in order."""
    found: list[Stretch] = []
    for start, phrase in music:
        here = Stretch(phrase.section, phrase.key, start, start + phrase.ticks)
        if found and found[-1][:2] == here[:2]:
            here = here._replace(start=found.pop().start)
        found.append(here)
    return found
