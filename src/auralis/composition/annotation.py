"""Reasons: chords and phrases as a reader sees them, each with a sentence of why."""

from collections.abc import Sequence
from typing import Final

from auralis.composition.arrangement import clearing, rests_lead
from auralis.composition.harmony import Cell
from auralis.composition.motifs import identity_of
from auralis.composition.phrase import Chord, Statement
from auralis.composition.section import SectionPlan
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
VARIANT_WORDS: Final = {
    "stated": "as it is",
    "higher": "higher",
    "lower": "lower",
    "fragment": "in part",
    "augmented": "drawn out",
    "inverted": "upside down",
}
"""The variants of a motif, and how a reader calls them."""
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
        function=_FUNCTIONS[chord.degree - 1],
        role=cell.role,
        borrowed=bool(cell.borrowed),
        reason=_chord_reason(cell),
    )


def phrase_reason(plan: SectionPlan, phrase: int, motifs: Sequence[Statement]) -> str:
    """Return what the lead does in a phrase of a section, and why."""
    if plan.arrival is not None and plan.arrival.phrase == phrase:
        return f"After two bars of common tones: {_lead(plan, phrase, motifs)}"
    return _lead(plan, phrase, motifs)


def _lead(plan: SectionPlan, phrase: int, motifs: Sequence[Statement]) -> str:
    if rests_lead(phrase):
        bare = phrase == clearing(plan.phrases)
        return "The clearing: only the bed plays." if bare else "The lead rests, as in every fifth phrase."
    if not motifs:
        return "The lead is silent: there is not intensity enough for it."
    said = ", ".join(f"{m.motif} {VARIANT_WORDS[m.variant]}" for m in motifs)
    return f"Motif {said}. {_origin(plan, phrase)}"


def _origin(plan: SectionPlan, phrase: int) -> str:
    """Say whether a phrase's idea is new in its section, or which phrase it returns from."""
    own = identity_of(plan.seed, plan.section, phrase)
    for earlier in range(phrase):
        if identity_of(plan.seed, plan.section, earlier) == own and not rests_lead(earlier):
            return f"The idea of phrase {earlier + 1} returns."
    return "The idea is new in this section."


def _chord_reason(cell: Cell) -> str:
    function, key = _FUNCTIONS[cell.chord.degree - 1], cell.key.name
    if cell.role == "pivot":
        return f"A chord of both keys, with the tones it shares held: the way into {key}."
    if cell.role == "pinned":
        loan = " and ".join(cell.key.pitch_name(pc) for pc in cell.borrowed)
        return f"The {function} of {key}, chosen by a listener{f'; {loan} is borrowed' if loan else ''}."
    if cell.role == "seam":
        return f"The {function} of {key}: every section begins and ends here."
    if cell.role == "signature":
        return f"The {function} over the held tonic: what makes {cell.key.mode} sound like itself."
    if cell.role == "home":
        return f"The {function} of {key} in the colour this root comes home to."
    return f"The {function} of {key} in another colour while the bass holds."
