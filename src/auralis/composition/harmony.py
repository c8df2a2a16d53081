"""Harmony on two clocks: roots that move every 30-90 s, and colours above them every 7-24 s.

A section begins on its tonic in one fixed colour, and ends on the next section's tonic in that
section's key: so no section needs to know more of its neighbours than their keys.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from auralis.composition.context import Structure
from auralis.composition.form import phrase_count, section_key
from auralis.composition.harmonic_rhythm import dwell, longest_root, pace
from auralis.composition.phrase import PHRASE_BARS
from auralis.composition.pinning import pinned
from auralis.core.randomness import Stream
from auralis.theory.colours import ModalChord, borrowed, colours, signature
from auralis.theory.keys import Key
from auralis.theory.transitions import row

_DEGREES: Final = (1, 2, 3, 4, 5, 6, 7)
_PROGRESSION: Final = 4
_REPEATED: Final = 0.6
_SIGNED: Final = 0.7
_RICH: Final = ("add9", "madd9", "maj7", "min7", "maj9", "min9")


@dataclass(frozen=True, slots=True)
class Root:
    """A degree held in the bass from `bar` for `bars`, in a key."""

    bar: int
    bars: int
    degree: int
    key: Key

    @property
    def pitch_class(self) -> int:
        """What the bass sounds, absolute."""
        return sounding(self.key, self.degree)


@dataclass(frozen=True, slots=True)
class Cell:
    """A chord from `bar` for `bars`; `role` is seam, home, signature, colour, pinned or pivot."""

    bar: int
    bars: int
    key: Key
    chord: ModalChord
    role: str
    pitch_classes: tuple[int, ...] = field(init=False)
    """The pad's pitch classes, absolute, root first."""
    borrowed: tuple[int, ...] = field(init=False)
    """The pitch classes, bass included, that the key lacks."""

    def __post_init__(self) -> None:
        for name, tones in (
            ("pitch_classes", self.chord.tones),
            ("borrowed", borrowed(self.key.mode, self.chord)),
        ):
            object.__setattr__(self, name, tuple((self.key.tonic + tone) % 12 for tone in tones))


def sounding(key: Key, degree: int) -> int:
    """Return the pitch class the bass has under a degree; a diminished one is re-rooted."""
    return (key.tonic + colours(key.mode, degree)[0].bass) % 12


def seam_chord(mode: str) -> ModalChord:
    """Return the tonic chord on which every section begins and ends: add9, min7 in phrygian."""
    own = {chord.quality.name: chord for chord in colours(mode, 1)}
    wanted = (name for name in ("add9", "madd9", "min7", "min6") if name in own)
    return own[next(wanted)]


def roots(seed: int, section: int, structure: Structure) -> tuple[Root, ...]:
    """Return the roots of a section, none longer than 90 s even across its seams."""
    stream = Stream(seed, "roots", section)
    key, after = (section_key(seed, s, structure) for s in (section, section + 1))
    seam = (phrase_count(seed, section, structure) - 1) * PHRASE_BARS
    longest = longest_root(structure)
    degrees = _progression(stream, structure)
    opening = min(dwell(stream, structure, seam), longest - PHRASE_BARS) // 2 * 2
    held = [Root(0, opening, next(degrees), key)]
    run, bar = opening + PHRASE_BARS, opening
    while bar < seam:
        bars = dwell(stream, structure, seam - bar)
        barred = {held[-1].pitch_class} if run + bars > longest else set()
        if bar + bars == seam:
            barred.add(sounding(after, 1))
        root = Root(bar, bars, _permitted(stream, structure, next(degrees), key, barred), key)
        run = bars + (run if root.pitch_class == held[-1].pitch_class else 0)
        held.append(root)
        bar += bars
    return (*held, Root(seam, PHRASE_BARS, 1, after))


def cells(seed: int, section: int, structure: Structure) -> tuple[Cell, ...]:
    """Return the colours of a section, or a listener's chords, in order, without gaps."""
    if structure.chords:
        return _pinned_cells(seed, section, structure)
    stream = Stream(seed, "colours", section)
    length = structure.preset.cell * pace(structure)
    out: list[Cell] = []
    for root in roots(seed, section, structure):
        out += _coloured(stream, root, length)
    for i in (0, -1):
        out[i] = Cell(out[i].bar, out[i].bars, out[i].key, seam_chord(structure.mode), "seam")
    return tuple(out)


def _pinned_cells(seed: int, section: int, structure: Structure) -> tuple[Cell, ...]:
    """Return a listener's chords; the first of them begins and ends every section."""
    key = section_key(seed, section, structure)
    seam = (phrase_count(seed, section, structure) - 1) * PHRASE_BARS
    held = pinned(seed, section, structure, key, seam)
    out = [Cell(bar, bars, key, chord, "pinned") for bar, bars, chord in held]
    return (*out, Cell(seam, PHRASE_BARS, key, out[0].chord, "pinned"))


def _progression(stream: Stream, structure: Structure) -> Iterator[int]:
    """Yield degrees without end: four at a time from the matrix, as often as not heard twice."""
    before, degree, four = None, 1, [1]
    while True:
        while len(four) < _PROGRESSION:
            past = before if structure.order == 2 else None
            weights = row(structure.mode, degree, structure.calm_percent, past)
            before, degree = degree, stream.weighted(_DEGREES, weights)
            four.append(degree)
        yield from four
        if stream.uniform() < _REPEATED:
            yield from four
        four = []


def _permitted(stream: Stream, structure: Structure, wanted: int, key: Key, barred: set[int]) -> int:
    """Return the degree wanted, or another drawn from its row where its root would outstay its welcome."""
    if sounding(key, wanted) not in barred:
        return wanted
    weights = row(structure.mode, wanted, structure.calm_percent)
    free = [0 if sounding(key, d) in barred else w for d, w in zip(_DEGREES, weights, strict=True)]
    return stream.weighted(_DEGREES, free)


def _coloured(stream: Stream, root: Root, length: int) -> list[Cell]:
    mode = root.key.mode
    legal = colours(mode, root.degree)
    home = stream.weighted(legal, [3 if chord.quality.name in _RICH else 1 for chord in legal])
    others = [chord for chord in legal if chord != home] or [home]
    out = []
    for bar in range(root.bar, root.bar + root.bars, length):
        bars = min(length, root.bar + root.bars - bar)
        signed, other = stream.uniform() < _SIGNED, stream.choice(others)
        if (bar - root.bar) // length % 2 == 0:
            out.append(Cell(bar, bars, root.key, home, "home"))
        elif root.degree == 1 and signed:
            out.append(Cell(bar, bars, root.key, signature(mode), "signature"))
        else:
            out.append(Cell(bar, bars, root.key, other, "colour"))
    return out
