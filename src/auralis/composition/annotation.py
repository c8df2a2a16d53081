"""Chords as a reader sees them: names, numerals, and one sentence of why."""

from typing import Final

from auralis.composition.harmony import Cell
from auralis.composition.phrase import Chord
from auralis.core.units import Tick
from auralis.theory.chords import symbol

_FUNCTIONS: Final = (
    "tonic",
    "supertonic",
    "mediant",
    "subdominant",
    "dominant",
    "submediant",
    "seventh step",
)
_PAD_ROOT_LOW: Final = 48


def annotated(cell: Cell, tick: Tick, ticks: Tick) -> Chord:
    """Return the cell's chord, sounding from `tick` for `ticks`."""
    chord, key = cell.chord, cell.key
    root = (key.tonic + chord.tones[0]) % 12
    bass = (key.tonic + chord.bass) % 12
    return Chord(
        tick=tick,
        ticks=ticks,
        degree=chord.degree,
        root_pitch=_PAD_ROOT_LOW + root,
        chord_type=chord.quality.chord_type,
        roman=str(chord.numeral),
        symbol=symbol(key.pitch_name(root), chord.quality, key.pitch_name(bass)),
        pitch_classes=cell.pitch_classes,
        reason=_reason(cell),
    )


def _reason(cell: Cell) -> str:
    function = _FUNCTIONS[cell.chord.degree - 1]
    if cell.role == "seam":
        return f"The {function} of {cell.key.name}: every section begins and ends here."
    if cell.role == "signature":
        return f"The {function} over the held tonic: what makes {cell.key.mode} sound like itself."
    if cell.role == "home":
        return f"The {function} of {cell.key.name} in the colour this root comes home to."
    return f"The {function} of {cell.key.name} in another colour while the bass holds."
