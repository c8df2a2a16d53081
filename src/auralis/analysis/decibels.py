"""Powers and amplitudes in decibels."""

from math import log10

import numpy as np

from auralis.analysis.framing import Floats

FLOOR_DB = -120.0
"""What is drawn for silence, which has no level in decibels."""


def level(power: float) -> float | None:
    """Return a power in dB; a power of nothing has no level."""
    return 10 * log10(power) if power > 0 else None


def peak_level(amplitude: float) -> float | None:
    """Return an amplitude in dB; an amplitude of 0 has no level."""
    return level(amplitude * amplitude)


def levels(powers: Floats) -> Floats:
    """Return powers in dB, none below `FLOOR_DB`."""
    return 10 * np.log10(np.maximum(powers, 10 ** (FLOOR_DB / 10)))
