"""What makes eight hours one piece: two motifs and seven ways of laying them over a phrase.

Both come from the seed alone, so that every section speaks of the same things.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from auralis.core.randomness import Stream
from auralis.core.units import TICKS_PER_BEAT, Tick

_RHYTHMS: Final[dict[str, tuple[tuple[Tick, ...], ...]]] = {
    "4/4": (
        (960, 960, 1920, 3840),
        (1440, 480, 1920, 3840),
        (1920, 960, 960, 3840),
        (960, 1920, 960, 1920, 5760),
        (960, 960, 960, 960, 3840),
        (2880, 960, 3840),
    ),
    "3/4": (
        (960, 960, 960, 2880),
        (1440, 480, 960, 2880),
        (1920, 960, 2880),
        (960, 1920, 2880),
        (960, 960, 960, 1920, 2880),
        (2880, 960, 2880),
    ),
    "6/8": (
        (960, 480, 1440, 2880),
        (480, 960, 1440, 2880),
        (1440, 960, 480, 2880),
        (480, 480, 480, 1440, 2880),
        (960, 480, 960, 480, 2880),
        (1440, 1440, 2880),
    ),
}
_IDENTITIES: Final = 7
_VARIANTS: Final = ("stated", "higher", "lower", "fragment", "augmented", "inverted")
_VARIANT_WEIGHTS: Final = (35, 13, 12, 20, 10, 10)
_GATES: Final = ((0.1, 0.75, 0.35, 0.9), (0.1, 0.35, 0.9, 0.6), (0.35, 0.1, 0.6, 0.9), (0.1, 0.6, 0.35, 0.85))


@dataclass(frozen=True, slots=True)
class Step:
    """A note of a motif: scale steps from the motif's first note, and ticks until the next note."""

    offset: int
    ticks: Tick


Motif = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """Two bars of a phrase: a motif, how it is varied, and how readily it is played (0 is most)."""

    motif: int
    variant: str
    gate: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Two motifs and seven phrase identities of four slots each."""

    motifs: tuple[Motif, ...]
    identities: tuple[tuple[Slot, ...], ...]


@lru_cache(maxsize=64)
def memory(seed: int, meter: str) -> Memory:
    """Return what a seed remembers, its rhythms in a meter."""
    motifs = tuple(_motif(Stream(seed, "motif", k), meter) for k in range(2))
    return Memory(motifs, tuple(_identity(seed, k) for k in range(_IDENTITIES)))


@lru_cache(maxsize=256)
def identities(seed: int, section: int) -> tuple[int, int, int, int]:
    """Return the identities of a section's phrases, four by four: three of the seven, as a, b, a, c."""
    stream = Stream(seed, "identities", section)
    a, b, c = (stream.below(_IDENTITIES) for _ in range(3))
    return a, b, a, c


def identity_of(seed: int, section: int, phrase: int) -> int:
    """Return which identity a phrase of a section has."""
    return identities(seed, section)[phrase % 4]


def varied(motif: Motif, variant: str, slow: bool) -> Motif:
    """Return a motif cut short, turned upside down, or with short notes twice as long (always, when slow)."""
    if variant == "fragment":
        motif = motif[: max(2, len(motif) - 2)]
    if variant == "inverted":
        motif = tuple(Step(-step.offset, step.ticks) for step in motif)
    if variant == "augmented" or slow:
        motif = tuple(
            Step(step.offset, step.ticks * (2 if step.ticks <= TICKS_PER_BEAT else 1)) for step in motif
        )
    return motif


def _motif(stream: Stream, meter: str) -> Motif:
    """Draw motifs until one moves enough to be remembered, little enough to be sung, and ends elsewhere."""
    rhythm = stream.choice(_RHYTHMS[meter])
    while True:
        motif = _contour(stream, rhythm)
        moves = [abs(b.offset - a.offset) for a, b in pairwise(motif)]
        if motif[-1].offset and len(moves) < sum(moves) <= len(moves) + len(moves) // 2:
            return motif


def _contour(stream: Stream, rhythm: tuple[Tick, ...]) -> Motif:
    """Rise then answer, or fall then answer; a leap is always followed by a step the other way."""
    direction = stream.choice((1, -1))
    offset = last = 0
    steps = [Step(0, rhythm[0])]
    for i, ticks in enumerate(rhythm[1:], 1):
        if abs(last) > 1:
            last = -1 if last > 0 else 1
        else:
            onward = direction if 2 * i < len(rhythm) + 1 else -direction
            last = onward * stream.weighted((1, 2, 3, -1), (55, 20, 10, 15))
        offset += last
        steps.append(Step(offset, ticks))
    return tuple(steps)


def _identity(seed: int, k: int) -> tuple[Slot, ...]:
    """Four slots whose gates are one of four spread patterns, so that density is no luck of the seed."""
    stream = Stream(seed, "identity", k)
    return tuple(
        Slot(stream.choice((0, 0, 1)), stream.weighted(_VARIANTS, _VARIANT_WEIGHTS), gate)
        for gate in _GATES[k % len(_GATES)]
    )
