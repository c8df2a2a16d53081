"""The figures of each section's lead and pad that tell music from dice: touch and sound can't."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from auralis.certificate.written import Written, by_section
from auralis.core.events import NoteEvent
from auralis.core.units import Frame

_STEP: Final = 2
_LEAP: Final = 7
_FEW: Final = 8
"""Moves of a lead of which nothing is said."""


@dataclass(frozen=True)
class SectionFigures:
    """A section's figures by their names, and the frame it begins at."""

    section: int
    start: Frame
    figures: dict[str, float | None]


def section_figures(written: Written) -> list[SectionFigures]:
    """Return the figures of the sections that lie in the span as a whole.

    `lead_interval` is the mean move of the lead in semitones, `step_share` and `leap_share` the shares of
    moves up to 2 and beyond 7, `recurrence` the share of three moves in a row that come back, `pad_movement`
    the mean of all voices' moves from one voicing to the next, in semitones.
    """
    leads = sorted((n for n in written.notes if n.voice == "lead"), key=lambda n: (n.frame, n.pitch))
    pads = sorted((n for n in written.notes if n.layer == "pad"), key=lambda n: n.frame)
    found = []
    for section, (start, end) in by_section(written).items():
        moves = [b.pitch - a.pitch for a, b in pairwise(_within(leads, start, end))]
        figures = {**_lead(moves), "pad_movement": _pad_movement(written, pads, start, end)}
        found.append(SectionFigures(section, start, figures))
    return found


def _lead(moves: Sequence[int]) -> dict[str, float | None]:
    if len(moves) < _FEW:
        return dict.fromkeys(("lead_interval", "step_share", "leap_share", "recurrence"))
    threes = Counter(zip(moves, moves[1:], moves[2:], strict=False))
    return {
        "lead_interval": sum(map(abs, moves)) / len(moves),
        "step_share": sum(abs(move) <= _STEP for move in moves) / len(moves),
        "leap_share": sum(abs(move) > _LEAP for move in moves) / len(moves),
        "recurrence": sum(n for n in threes.values() if n > 1) / threes.total(),
    }


def _pad_movement(written: Written, pads: Sequence[NoteEvent], start: Frame, end: Frame) -> float | None:
    """Return the mean movement over changes that move at all, of voicings of equally many voices."""
    middles = [(c.start + c.end) // 2 for c in written.chords if start <= c.start < end]
    own = _within(pads, start, end)
    voicings = [tuple(sorted(n.pitch for n in own if n.frame <= m < n.end)) for m in middles]
    totals = [
        sum(abs(x - y) for x, y in zip(a, b, strict=True))
        for a, b in pairwise(voicings)
        if a != b and len(a) == len(b) > 0
    ]
    return sum(totals) / len(totals) if totals else None


def _within(played: Sequence[NoteEvent], start: Frame, end: Frame) -> Sequence[NoteEvent]:
    first, last = (bisect_left(played, frame, key=lambda n: n.frame) for frame in (start, end))
    return played[first:last]
