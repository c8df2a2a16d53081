"""The plan of a section: chords as voiced, bass and energy; computed once, read by every composer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from auralis.composition.arrangement import Appearance, arrangement
from auralis.composition.arrival import Arrival
from auralis.composition.context import MusicalContext, Structure
from auralis.composition.form import energy_at, energy_shape, phrase_count, section_key
from auralis.composition.harmony import Cell, cells
from auralis.composition.phrase import PHRASE_BARS, Place
from auralis.composition.pivoting import arriving
from auralis.core.errors import InvalidValue
from auralis.core.units import Tick
from auralis.theory.keys import Key
from auralis.theory.pitches import nearest, pitches_within
from auralis.theory.voice_leading import Voicing, lead

_BASS = (29, 44)
_BASS_CENTRE = 36


@dataclass(frozen=True, slots=True)
class Voiced:
    """A cell with the pad's four pitches, low to high, and the bass's one."""

    cell: Cell
    voicing: Voicing
    bass: int


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """Everything about a section that intensity, density and layers cannot change."""

    seed: int
    section: int
    structure: Structure
    arrival: Arrival | None
    key: Key
    phrases: int
    shape: tuple[float, ...]
    appearances: Mapping[str, tuple[Appearance, ...]]
    chords: tuple[Voiced, ...]
    by_phrase: tuple[tuple[Voiced, ...], ...]
    """For each phrase the chords that sound in it, those that began before included."""

    @property
    def phrase_ticks(self) -> Tick:
        """Ticks in a phrase."""
        return PHRASE_BARS * self.structure.bar_ticks

    def energy(self, bar: float) -> float:
        """Return the energy, 0-1, at a bar of the section."""
        return energy_at(self.shape, bar / (self.phrases * PHRASE_BARS))

    def at(self, bar: float) -> Voiced:
        """Return the chord sounding at a bar of the section."""
        inside = self.by_phrase[int(bar) // PHRASE_BARS]
        return next(chord for chord in reversed(inside) if chord.cell.bar <= bar)

    def appearance(self, voice: str, bar: float) -> Appearance | None:
        """Return the appearance of bells, ostinato or percussion that a bar belongs to, if any."""
        return next((a for a in self.appearances[voice] if a.first <= bar < a.last), None)

    def since_arrival(self, bar: float) -> float | None:
        """Return how many bars ago a listener's change came, or None where none came in this section."""
        if self.arrival is None or bar < (start := self.arrival.phrase * PHRASE_BARS):
            return None
        return bar - start

    def since_rest(self, bar: float) -> float | None:
        """Return how many bars ago a listener's change came for which voices rest, or None."""
        return self.since_arrival(bar) if self.arrival is not None and self.arrival.rests else None

    def rests(self, bar: float, bars: int) -> bool:
        """Say whether a voice that rests so many bars after a listener's change still rests."""
        since = self.since_rest(bar)
        return since is not None and since < bars


@lru_cache(maxsize=64)
def plan(seed: int, section: int, structure: Structure, arrival: Arrival | None = None) -> SectionPlan:
    """Return the plan of a section, a pure function of its arguments."""
    chords = _voiced(_planned(seed, section, structure, arrival), arrival)
    phrases = phrase_count(seed, section, structure)
    return SectionPlan(
        seed=seed,
        section=section,
        structure=structure,
        arrival=arrival,
        key=section_key(seed, section, structure),
        phrases=phrases,
        shape=energy_shape(seed, section, structure),
        appearances=arrangement(seed, section, structure, phrases),
        chords=chords,
        by_phrase=tuple(_within(chords, phrase) for phrase in range(phrases)),
    )


def sounding(seed: int, place: Place, structure: Structure, bar: int) -> tuple[Cell, Voicing]:
    """Return the chord, as voiced, at a bar of the section a place is in; it costs less than a plan."""
    planned = _planned(seed, place.section, structure, place.arrival)
    pivot = next((i for i, cell in enumerate(planned) if cell.role == "pivot"), 0)
    voicings = _voicings(planned, place.arrival, pivot)
    return next((cell, voicing) for cell, voicing in voicings if bar < cell.bar + cell.bars)


def plan_at(context: MusicalContext, place: Place, seed: int) -> SectionPlan:
    """Return the plan of the section a place is in; raises `InvalidValue` where there is no such place."""
    if place.section < 0:
        raise InvalidValue("section", place.section, "0 or more")
    found = plan(seed, place.section, context.structure, place.arrival)
    if not 0 <= place.phrase < found.phrases:
        raise InvalidValue("phrase", place.phrase, f"0 to {found.phrases - 1} in section {place.section}")
    return found


def _planned(seed: int, section: int, structure: Structure, arrival: Arrival | None) -> tuple[Cell, ...]:
    planned = cells(seed, section, structure)
    return planned if arrival is None else arriving(planned, arrival)


def _voicings(
    planned: tuple[Cell, ...], arrival: Arrival | None, start: int = 0
) -> Iterator[tuple[Cell, Voicing]]:
    """Voice the cells one from another; the first and the last stand where they always stand.

    The last but one prepares the last, so that the way home is no jump. A pivot follows what
    sounded before it, so voicing may `start` with it.
    """
    home = lead(planned[-1].pitch_classes)
    voicing: Voicing | None = None
    for i, cell in enumerate(planned[start:], start):
        if cell.role == "pivot" and arrival is not None:
            voicing = lead(cell.pitch_classes, arrival.voicing)
        elif i in (0, len(planned) - 1):
            voicing = lead(cell.pitch_classes)
        else:
            voicing = lead(cell.pitch_classes, voicing, home if i == len(planned) - 2 else None)
        yield cell, voicing


def _voiced(planned: tuple[Cell, ...], arrival: Arrival | None) -> tuple[Voiced, ...]:
    """Return the cells with voicing and bass.

    The bass moves to the nearest octave, but under the seam it is always in the same one.
    """
    seam = planned[-1].bar + planned[-1].bars - PHRASE_BARS
    out: list[Voiced] = []
    for cell, voicing in _voicings(planned, arrival):
        pitch_class = (cell.key.tonic + cell.chord.bass) % 12
        near = _BASS_CENTRE if not out or cell.bar >= seam else out[-1].bass
        out.append(Voiced(cell, voicing, nearest(near, pitches_within((pitch_class,), *_BASS))))
    return tuple(out)


def _within(chords: tuple[Voiced, ...], phrase: int) -> tuple[Voiced, ...]:
    first, last = phrase * PHRASE_BARS, (phrase + 1) * PHRASE_BARS
    return tuple(c for c in chords if c.cell.bar < last and c.cell.bar + c.cell.bars > first)
