"""K-weighting: the ear's filter of ITU-R BS.1770-4, for any sample rate.

The standard gives coefficients for 48 kHz alone. The analogue prototypes behind them, a high shelf and a
high-pass, are those of De Man, "Evaluation of Implementations of the EBU R128 Loudness Measurement" (AES
Convention 145, 2018); the bilinear transform takes them to other rates, and at 48 kHz to the standard's own.
"""

from math import pi, tan
from typing import Final

import numpy as np
import numpy.typing as npt

from auralis.analysis.framing import Floats

_SHELF_HZ: Final = 1681.974450955533
_SHELF_DB: Final = 3.999843853973347
_SHELF_Q: Final = 0.7071752369554196
_SHELF_MIDDLE: Final = 0.4996667741545416
_PASS_HZ: Final = 38.13547087602444
_PASS_Q: Final = 0.5003270373238773
_RINGS_S: Final = 0.2
"""After so long the high-pass has rung out: below 1e-20."""
_STEP: Final = 8192


class Weighting:
    """Filters channels, shape (channels, n), block after block.

    The impulse response is short, so it is applied as it is, by overlap-save, instead of recursively.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._taps = int(rate * _RINGS_S)
        self._rate = rate
        self._size = 0
        self._response: npt.NDArray[np.complex128] = np.zeros(0, complex)
        self._held: Floats = np.zeros((channels, self._taps - 1))

    def apply(self, block: Floats) -> Floats:
        """Return the weighted block."""
        held = np.concatenate([self._held, block], axis=1)
        self._held = held[:, block.shape[1] :]
        self._prepare(-(-held.shape[1] // _STEP) * _STEP)
        spectrum = np.fft.rfft(held, self._size, axis=1)
        filtered: Floats = np.fft.irfft(spectrum * self._response, self._size, axis=1)
        return filtered[:, self._taps - 1 : held.shape[1]]

    def _prepare(self, size: int) -> None:
        if size != self._size:
            self._size = size
            taps = np.fft.irfft(response(self._rate, 2 * self._taps), 2 * self._taps)[: self._taps]
            self._response = np.fft.rfft(taps, size)


def response(rate: int, size: int) -> npt.NDArray[np.complex128]:
    """Return the complex gains at the `size // 2 + 1` frequencies of a Fourier transform of real samples."""
    turn = np.exp(-2j * pi * np.fft.rfftfreq(size))
    gains = np.ones(len(turn), complex)
    for above, below in sections(rate):
        gains *= np.polyval(above[::-1], turn) / np.polyval(below[::-1], turn)
    return gains


def sections(rate: int) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Return the shelf and the high-pass as the coefficients of b and a, the first of a being 1."""
    k = tan(pi * _SHELF_HZ / rate)
    top = 10 ** (_SHELF_DB / 20)
    middle = top**_SHELF_MIDDLE * k / _SHELF_Q
    shelf = np.array([top + middle + k * k, 2 * (k * k - top), top - middle + k * k])
    shelf_poles, pass_poles = _poles(k, _SHELF_Q), _poles(tan(pi * _PASS_HZ / rate), _PASS_Q)
    high_pass = np.array([1.0, -2.0, 1.0])
    return (
        (shelf / shelf_poles[0], shelf_poles / shelf_poles[0]),
        (high_pass, pass_poles / pass_poles[0]),
    )


def _poles(k: float, q: float) -> Floats:
    return np.array([1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k])
