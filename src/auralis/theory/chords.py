"""Chord qualities: what they are made of, how they are written, and the nearest plain type."""

from dataclasses import dataclass
from typing import Final

CHORD_TYPES: Final = ("major", "minor", "sus2", "sus4", "add9", "maj7")


@dataclass(frozen=True, slots=True)
class Quality:
    """A kind of chord.

    `intervals` are semitones above its root, folded into an octave, in the order they matter: root,
    third or suspension, fifth, then colours. `suffix` follows the root's name in a symbol,
    `figure` follows a Roman numeral whose case tells the third.
    """

    name: str
    intervals: tuple[int, ...]
    suffix: str
    figure: str
    chord_type: str

    @property
    def is_minor(self) -> bool:
        """Whether the third is minor, so that its numeral is written in small letters."""
        return 3 in self.intervals

    @property
    def is_suspended(self) -> bool:
        """Whether there is no third at all."""
        return not {3, 4}.intersection(self.intervals)


QUALITIES: Final[dict[str, Quality]] = {
    q.name: q
    for q in (
        Quality("major", (0, 4, 7), "", "", "major"),
        Quality("minor", (0, 3, 7), "m", "", "minor"),
        Quality("diminished", (0, 3, 6), "dim", "°", "minor"),
        Quality("sus2", (0, 2, 7), "sus2", "sus2", "sus2"),
        Quality("sus4", (0, 5, 7), "sus4", "sus4", "sus4"),
        Quality("add9", (0, 4, 7, 2), " add9", "add9", "add9"),
        Quality("madd9", (0, 3, 7, 2), "m add9", "add9", "minor"),
        Quality("maj7", (0, 4, 7, 11), "maj7", "maj7", "maj7"),
        Quality("min7", (0, 3, 7, 10), "m7", "7", "minor"),
        Quality("dom7", (0, 4, 7, 10), "7", "7", "major"),
        Quality("minmaj7", (0, 3, 7, 11), "m(maj7)", "maj7", "minor"),
        Quality("min7b5", (0, 3, 6, 10), "m7b5", "ø7", "minor"),
        Quality("maj9", (0, 4, 7, 11, 2), "maj9", "maj9", "maj7"),
        Quality("min9", (0, 3, 7, 10, 2), "m9", "9", "minor"),
        Quality("dom9", (0, 4, 7, 10, 2), "9", "9", "add9"),
        Quality("sixnine", (0, 4, 7, 9, 2), "6/9", "6/9", "add9"),
        Quality("min6nine", (0, 3, 7, 9, 2), "m6/9", "6/9", "minor"),
        Quality("six", (0, 4, 7, 9), "6", "6", "major"),
        Quality("min6", (0, 3, 7, 9), "m6", "6", "minor"),
        Quality("min11", (0, 3, 10, 5), "m11", "11", "minor"),
        Quality("9sus4", (0, 5, 10, 2), "9sus4", "9sus4", "sus4"),
    )
}
_BY_TONES: Final = {frozenset(q.intervals): q for q in QUALITIES.values()}


def quality_of(intervals: tuple[int, ...]) -> Quality | None:
    """Return the quality with exactly these semitones above a root, or None where there is no name for it."""
    return _BY_TONES.get(frozenset(i % 12 for i in intervals))


def symbol(root: str, quality: Quality, bass: str | None = None) -> str:
    """Write a chord symbol: `Dm add9`, or `G/D` where the bass is another note than the root."""
    written = f"{root}{quality.suffix}"
    return written if bass is None or bass == root else f"{written}/{bass}"
