"""What an effect hears when it is tried alone: an impulse, noise, or a file."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine.files.sound_reading import read_sound

IMPULSE = "impulse"
NOISE = "noise"
_QUIET = 0.25


class Signal:
    """An impulse, white noise at -12 dB, or a file: silence follows the impulse and the file.

    Raises `InvalidValue` for a file that can't be read or has another rate.
    """

    def __init__(self, name: str, sample_rate: int) -> None:
        self._noise = np.random.PCG64(1) if name == NOISE else None
        self._sound = _impulse() if name in (IMPULSE, NOISE) else _file(name, sample_rate)

    def blocks(self, sounding: Frame, sizes: Iterable[int]) -> Iterator[Block]:
        """Yield blocks, float32 (2, n) with n from `sizes`; noise stops after `sounding` frames."""
        first = 0
        for size in sizes:
            block = np.zeros((CHANNELS, size), np.float32)
            if self._noise:
                heard = _white(self._noise, size)[:, : max(0, sounding - first)]
            else:
                heard = self._sound[:, first : first + size]
            block[:, : heard.shape[1]] = heard
            yield block
            first += size


def _impulse() -> Block:
    return np.ones((CHANNELS, 1), np.float32)


def _white(generator: np.random.PCG64, size: int) -> Block:
    """Return even noise of raw bits: the same in every version of NumPy."""
    bits = generator.random_raw(CHANNELS * size) >> np.uint64(40)
    wide = bits.astype(np.float32) * np.float32(2.0**-23) - np.float32(1.0)
    return (wide * np.float32(_QUIET)).reshape(size, CHANNELS).T


def _file(name: str, sample_rate: int) -> Block:
    sound = read_sound(Path(name), "input")
    if sound.sample_rate != sample_rate:
        raise InvalidValue("input", f"{sound.sample_rate} Hz", f"a sound at {sample_rate} Hz, or --rate")
    return sound.frames
