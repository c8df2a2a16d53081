"""Roman numerals: a scale degree and a quality as text, read and written.

Small letters mean a minor third, capitals a major one; the degrees are the mode's own, so the
chord on the sixth step of A minor is `VI`. A leading b or # counts from the major scale's step
instead: `bVII` lies a tone below the tonic in every mode. `/i` or `/I` puts the chord over another
degree in the bass.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.theory.chords import QUALITIES, Quality

ROMANS: Final = ("I", "II", "III", "IV", "V", "VI", "VII")
_FORM: Final = re.compile(
    r"(?P<sign>[b#♭♯]?)(?P<roman>VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)"
    r"(?P<figure>(?:[^/]|6/9)*)(?:/(?P<bass>VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i))?\Z"
)
_SIGNS: Final = {"": 0, "b": -1, "♭": -1, "#": 1, "♯": 1}
_FIGURES: Final = {(q.is_minor, q.figure): q for q in QUALITIES.values()}
_SUSPENDED: Final = {q.figure: q for q in QUALITIES.values() if q.is_suspended}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A degree 1-7 as written: `small` letters for a minor third, also under a suspension.

    `alteration` is in semitones; `bass` is the bass's degree where it is not the chord's own root.
    """

    degree: int
    quality: Quality
    small: bool
    alteration: int = 0
    bass: int | None = None
    small_bass: bool = False

    def __str__(self) -> str:
        """Write the numeral."""
        sign = {-1: "b", 0: "", 1: "#"}[self.alteration]
        over = "" if self.bass is None else f"/{_roman(self.bass, self.small_bass)}"
        return f"{sign}{_roman(self.degree, self.small)}{self.quality.figure}{over}"


def parse_numeral(text: str, field: str = "chord") -> Numeral:
    """Read `i`, `VII`, `imaj7`, `VI9`, `bIIadd9`, `IV/i`; raises `InvalidValue`."""
    found = _FORM.match(text.strip())
    if found is None:
        raise InvalidValue(field, text, "a Roman numeral such as i, iv, VI, i7 or IV/i")
    small = found["roman"].islower()
    quality = _FIGURES.get((small, found["figure"])) or _SUSPENDED.get(found["figure"])
    if quality is None:
        figures = sorted({figure for is_minor, figure in _FIGURES if figure and is_minor == small})
        raise InvalidValue(field, text, f"nothing after {found['roman']}, or {', '.join(figures)}")
    degree, bass = _degree(found["roman"]), found["bass"]
    numeral = Numeral(degree, quality, small, _SIGNS[found["sign"]])
    if bass is None or _degree(bass) == degree:
        return numeral
    return replace(numeral, bass=_degree(bass), small_bass=bass.islower())


def _roman(degree: int, small: bool) -> str:
    return ROMANS[degree - 1].lower() if small else ROMANS[degree - 1]


def _degree(roman: str) -> int:
    return ROMANS.index(roman.upper()) + 1
