"""Measuring sounds: pitch, aliasing, partials, slopes."""

from itertools import pairwise

import numpy as np

from tests.engine.modules.stage import RATE

SIDE = 8
"""Bins on each side of a partial that its window fills."""


def spectrum(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return frequencies and amplitudes through a Kaiser window whose side lobes lie below -150 dB."""
    window = np.kaiser(len(y), 20)
    return np.fft.rfftfreq(len(y), 1 / RATE), np.abs(np.fft.rfft(y * window)) * (2 / window.sum())


def partial(y: np.ndarray, hertz: float) -> float:
    """Return the amplitude of the partial next to a frequency."""
    frequency, amplitude = spectrum(y)
    k = int(np.argmin(np.abs(frequency - hertz)))
    k += int(np.argmax(amplitude[k - 3 : k + 4])) - 3
    a, b, c = np.log(amplitude[k - 1 : k + 2] + 1e-30)
    return float(np.exp(b - 0.125 * (a - c) ** 2 / (a - 2 * b + c)))


def pitch(y: np.ndarray, hertz: float, within: float = 0.03) -> float:
    """Return the frequency of the strongest partial near one: the peak of a parabola through dBs."""
    frequency, amplitude = spectrum(y)
    near = np.abs(frequency - hertz) < max(within * hertz, 3 * frequency[1])
    k = int(np.argmax(np.where(near, amplitude, 0.0)))
    a, b, c = np.log(amplitude[k - 1 : k + 2])
    return float((k + 0.5 * (a - c) / (a - 2 * b + c)) * frequency[1])


def cents(heard: float, wanted: float) -> float:
    """Return how far one frequency lies above another."""
    return float(1200 * np.log2(heard / wanted))


def aliasing(y: np.ndarray, hertz: float, limit: float = 12_000.0) -> float:
    """Return the strongest of what is no multiple of a pitch, above 20 Hz, in dB of the strongest partial."""
    frequency, amplitude = spectrum(y)
    off = np.abs(frequency - hertz * np.round(frequency / hertz))
    foreign = (off > 2 * SIDE * frequency[1]) & (frequency > 20.0) & (frequency < limit)
    return float(20 * np.log10(amplitude[foreign].max() / amplitude.max()))


def octaves(y: np.ndarray, first: float, last: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the middles of half-octave bands and the power density in each, in dB, by Welch's method."""
    size = 1 << 14
    window = np.hanning(size)
    parts = [y[k : k + size] * window for k in range(0, len(y) - size, size // 2)]
    power = np.mean([np.abs(np.fft.rfft(p)) ** 2 for p in parts], axis=0)
    frequency = np.fft.rfftfreq(size, 1 / RATE)
    edges = first * 2 ** (0.5 * np.arange(int(2 * np.log2(last / first)) + 1))
    bands = list(pairwise(edges))
    found = [power[(frequency >= a) & (frequency < b)].mean() for a, b in bands]
    return np.sqrt(edges[:-1] * edges[1:]), 10 * np.log10(found)
