"""What a short piece of sound is made of."""

import numpy as np
import numpy.typing as npt

from auralis.core.units import Block
from tests.engine.kit.kit_playing import RATE

Floats = npt.NDArray[np.float64]


def spectrum(sound: npt.NDArray[np.floating]) -> tuple[Floats, Floats]:
    """Return frequencies in Hz and the power at each."""
    power = np.abs(np.fft.rfft(sound * np.hanning(sound.size), 4 * sound.size)) ** 2
    return np.arange(power.size) * (RATE / (2.0 * (power.size - 1))), power


def peak(sound: npt.NDArray[np.floating], low: float, high: float) -> float:
    """Return the strongest frequency between two others, in Hz."""
    frequency, power = spectrum(sound)
    inside = (frequency >= low) & (frequency <= high)
    return float(frequency[inside][power[inside].argmax()])


def median_frequency(sound: npt.NDArray[np.floating]) -> float:
    """Return the frequency below which half of the power lies, in Hz."""
    frequency, power = spectrum(sound)
    share = np.cumsum(power)
    return float(frequency[np.searchsorted(share, 0.5 * share[-1])])


def level(sound: Block) -> float:
    """Return the root mean square in dB."""
    return 10.0 * float(np.log10(np.square(sound, dtype=np.float64).mean() + 1e-20))
