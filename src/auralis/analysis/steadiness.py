"""How evenly a sound flows: its worst step and its deepest hole."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.analysis.framing import Floats
from auralis.analysis.grid import TENTHS
from auralis.analysis.loudness import lufs, short_term_powers

_EDGE_TENTHS: Final = 40
"""The first and last four seconds may fade, and are left out."""


@dataclass(frozen=True)
class Steadiness:
    """Of the loudness of 3 s, read once a second, edges left out; None where there is too little of it.

    `step_lu` is the greatest change from one second to the next, `hole_lu` the least loudness relative
    to the integrated one.
    """

    step_lu: float | None
    hole_lu: float | None


def steadiness(powers: Floats, integrated_lufs: float | None) -> Steadiness:
    """Return the figures of weighted powers of tenths of a second."""
    inner = powers[_EDGE_TENTHS : max(_EDGE_TENTHS, len(powers) - _EDGE_TENTHS)]
    read = seconds_read(inner)
    if integrated_lufs is None or not len(read):
        return Steadiness(None, None)
    step = float(np.abs(np.diff(read)).max()) if len(read) > 1 else None
    return Steadiness(step, float(read.min()) - integrated_lufs)


def seconds_read(powers: Floats) -> Floats:
    """Return the loudness of 3 s, read once a second, of weighted powers of tenths of a second."""
    read: Floats = lufs(short_term_powers(powers))[::TENTHS]
    return read
