"""Chord symbols as MusicXML's kinds and degrees."""

from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from auralis.core.units import Tick
from auralis.export.score.musicxml.elements import add
from auralis.export.score.musicxml.spelling import letter_of
from auralis.theory.chords import QUALITIES


class Kind(NamedTuple):
    """A kind of chord that MusicXML knows, and the degrees that it has more, or less (below 0)."""

    name: str
    degrees: tuple[int, ...] = ()


KINDS: Final = {
    "major": Kind("major"),
    "minor": Kind("minor"),
    "diminished": Kind("diminished"),
    "sus2": Kind("suspended-second"),
    "sus4": Kind("suspended-fourth"),
    "add9": Kind("major", (9,)),
    "madd9": Kind("minor", (9,)),
    "maj7": Kind("major-seventh"),
    "min7": Kind("minor-seventh"),
    "dom7": Kind("dominant"),
    "minmaj7": Kind("major-minor"),
    "min7b5": Kind("half-diminished"),
    "maj9": Kind("major-ninth"),
    "min9": Kind("minor-ninth"),
    "dom9": Kind("dominant-ninth"),
    "sixnine": Kind("major-sixth", (9,)),
    "min6nine": Kind("minor-sixth", (9,)),
    "six": Kind("major-sixth"),
    "min6": Kind("minor-sixth"),
    "min11": Kind("minor-seventh", (11, -5)),
    "9sus4": Kind("dominant-ninth", (4, -3, -5)),
}
"""Kinds by the name of our quality. No seventh is added as a degree: programs differ in which one it is."""

_BY_SUFFIX: Final = {quality.suffix: name for name, quality in QUALITIES.items()}


class Symbol(NamedTuple):
    """A chord's symbol taken apart: `Dm add9/A` is D, madd9, over A."""

    root: str
    quality: str
    suffix: str
    bass: str | None


def symbol_parts(symbol: str) -> Symbol:
    """Take a chord's symbol apart."""
    root = symbol[: 2 if symbol[1:2] in ("#", "b") else 1]
    rest = symbol[len(root) :]
    if rest in _BY_SUFFIX:
        return Symbol(root, _BY_SUFFIX[rest], rest, None)
    suffix, _, bass = rest.rpartition("/")
    return Symbol(root, _BY_SUFFIX[suffix], suffix, bass)


def write_harmony(measure: Element, symbol: str, offset: Tick) -> None:
    """Write a chord symbol that stands `offset` ticks into a bar."""
    chord = symbol_parts(symbol)
    kind = KINDS[chord.quality]
    harmony = add(measure, "harmony")
    _tone(add(harmony, "root"), "root", chord.root)
    add(harmony, "kind", kind.name).set("text", chord.suffix.strip())
    if chord.bass is not None:
        _tone(add(harmony, "bass"), "bass", chord.bass)
    for degree in kind.degrees:
        written = add(harmony, "degree", print_object="no")
        add(written, "degree-value", abs(degree))
        add(written, "degree-alter", 0)
        add(written, "degree-type", "add" if degree > 0 else "subtract")
    if offset:
        add(harmony, "offset", offset)


def _tone(parent: Element, tag: str, name: str) -> None:
    letter, alter = letter_of(name)
    add(parent, f"{tag}-step", letter)
    if alter:
        add(parent, f"{tag}-alter", alter)
