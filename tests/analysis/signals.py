"""Made sounds: sines at given levels, pink noise, and damage done to them."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float64]

RATE = 48_000


def sine(
    level_db: float, seconds: float, hertz: float = 1000.0, rate: int = RATE, phase: float = 0.0
) -> Sound:
    """Return a stereo sine, both channels alike, whose peak is at a level in dBFS; the phase in degrees."""
    turns = hertz * np.arange(round(seconds * rate)) / rate + phase / 360
    return np.tile(10 ** (level_db / 20) * np.sin(2 * np.pi * turns), (2, 1))


def steps(parts: Iterable[tuple[float, float]], rate: int = RATE) -> Sound:
    """Return sines of 1 kHz one after another, each of a level in dBFS and a length in seconds."""
    return np.concatenate([sine(level, seconds, rate=rate) for level, seconds in parts], axis=1)


def noise(level_db: float, seconds: float, slope_db: float = 0.0, rate: int = RATE, seed: int = 1) -> Sound:
    """Return stereo noise of a mean level in dBFS whose spectrum falls by so many dB an octave."""
    frames = round(seconds * rate)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal((2, frames)), axis=1)
    frequencies = np.maximum(np.fft.rfftfreq(frames, 1 / rate), 20)
    shaped = np.fft.irfft(spectrum * frequencies ** (slope_db / (20 * np.log10(2))), frames, axis=1)
    return shaped * 10 ** (level_db / 20) / np.sqrt(np.square(shaped).mean())


def rounded(sound: Sound) -> Sound:
    """Return a sound as 16 bit hold it."""
    return np.rint(sound * 32_767) / 32_768
