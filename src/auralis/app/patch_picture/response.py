"""What a patch does to sound, measured: its spectrum in twelfths of an octave, and its level over time."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from auralis.core.units import Block

Numbers = npt.NDArray[np.float64]

LOWEST: Final = 20.0
HIGHEST: Final = 20_000.0
FLOOR: Final = -90.0
_BANDS_AN_OCTAVE: Final = 12
_WINDOW_S: Final = 0.02


class Curve(NamedTuple):
    """Points: Hz or s, and dB."""

    x: Numbers
    decibels: Numbers


def spectrum(sound: Block, sample_rate: int, is_response: bool) -> Curve:
    """Return the mean power of both channels in twelfths of an octave.

    Of an impulse's response it is the gain; of other sound it is relative to its loudest band. Bands
    narrower than the transform's bins are left out.
    """
    window = 1.0 if is_response else np.hanning(sound.shape[1])
    power = np.square(np.abs(np.fft.rfft(sound.astype(np.float64) * window, axis=1))).mean(axis=0)
    bin_hz = sample_rate / sound.shape[1]
    count = int(np.log2(HIGHEST / LOWEST) * _BANDS_AN_OCTAVE)
    edges = LOWEST * 2.0 ** (np.arange(count + 2) / _BANDS_AN_OCTAVE)
    places = np.ceil(edges / bin_hz).astype(int)
    full = (np.diff(places) > 0) & (places[1:] <= len(power))
    total = np.concatenate(([0.0], np.cumsum(power)))
    first, last = places[:-1][full], places[1:][full]
    centres = np.sqrt(edges[:-1] * edges[1:])[full]
    values = _decibels((total[last] - total[first]) / (last - first))
    return Curve(centres, values if is_response else values - values.max(initial=-300.0))


def level(sound: Block, sample_rate: int) -> Curve:
    """Return the level of both channels in windows of 20 ms, relative to the loudest."""
    window = int(_WINDOW_S * sample_rate)
    count = sound.shape[1] // window
    parts = np.square(sound[:, : count * window].astype(np.float64)).reshape(len(sound), count, window)
    values = _decibels(parts.mean(axis=(0, 2)))
    return Curve((np.arange(count) + 0.5) * _WINDOW_S, values - values.max(initial=-300.0))


def _decibels(power: Numbers) -> Numbers:
    return 10.0 * np.log10(power + 1e-30)
