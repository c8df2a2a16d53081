"""Where notes begin: peaks of the spectral flux.

Flux is the mean rise in decibels over mel bands from one frame to the next (Bello et al., "A Tutorial on
Onset Detection in Music Signals", 2005); a peak counts as Böck, Krebs and Schedl propose ("Evaluating the
Online Capabilities of Onset Detection Methods", 2012). Lengths and thresholds are chosen so that soft
music is counted as librosa's `onset_detect(delta=0.12, wait=4)` at 22,050 Hz counts it.
"""

from typing import Final

import numpy as np

from auralis.analysis.framing import Floats, Framer
from auralis.analysis.mel import MelBands

_HOP_S: Final = 512 / 22_050
_HOPS: Final = 4
"""Hops in a window."""
_BANDS: Final = 128
_TOP_HZ: Final = 11_025.0
_DEPTH_DB: Final = 80.0
"""How far below the greatest band of its stretch a band may lie and still count."""
_STRETCH_S: Final = 180
"""Flux is compared with the greatest of three minutes, not of a whole night."""
_BESIDE: Final = 4
_WAIT: Final = 4
_ABOVE: Final = 0.12
_LEAST_S: Final = 2.0


class OnsetMeter:
    """Finds onsets in mono sound, shape (n,)."""

    def __init__(self, rate: int) -> None:
        self._hop = round(rate * _HOP_S)
        size = _HOPS * self._hop
        self._framer = Framer(size, self._hop)
        self._framer.push(np.zeros(size // 2))
        self._window = np.hanning(size + 1)[:-1]
        self._bands = MelBands(size, rate, _BANDS, min(_TOP_HZ, rate / 2))
        self._stretch = round(_STRETCH_S * rate / self._hop)
        self._rate = rate
        self._first = 0
        self._frames: list[Floats] = []
        self._held = 0
        self._found: list[int] = []

    def feed(self, mono: Floats) -> None:
        """Take more of the sound."""
        powers = np.square(np.abs(np.fft.rfft(self._framer.push(mono) * self._window, axis=1)))
        self._frames.append(10 * np.log10(np.maximum(self._bands.powers(powers), 1e-10)))
        self._held += len(powers)
        while self._held >= 2 * self._stretch:
            self._close(self._stretch)

    @property
    def seconds(self) -> Floats:
        """Where the onsets lie, in seconds, shape (onsets,)."""
        self._close(self._held)
        return np.array(self._found) * self._hop / self._rate

    def a_minute(self) -> float | None:
        """Return the onsets a minute, None for less than two seconds."""
        onsets = len(self.seconds)
        seconds = self._first * self._hop / self._rate
        return 60 * onsets / seconds if seconds >= _LEAST_S else None

    def _close(self, frames: int) -> None:
        """Look for onsets in the first frames that are held, and let go of them."""
        if not frames:
            return
        held = np.concatenate(self._frames)
        self._found += [self._first + int(place) for place in onset_frames(flux(held[:frames]))]
        self._frames, self._held = [held[frames:]], self._held - frames
        self._first += frames


def flux(bands: Floats) -> Floats:
    """Return the mean rise of bands in dB, shape (frames, bands), into each frame, over the greatest rise."""
    deep = np.maximum(bands, bands.max() - _DEPTH_DB)
    rises = np.maximum(np.diff(deep, axis=0, prepend=deep[:1]), 0).mean(axis=1)
    greatest = float(rises.max(initial=0.0))
    scaled: Floats = rises / greatest if greatest > 0 else rises
    return scaled


def onset_frames(rises: Floats) -> list[int]:
    """Return the frames that are peaks, clearly above what is around them, and not too close."""
    found: list[int] = []
    for place in range(len(rises)):
        around = rises[max(0, place - _BESIDE) : place + _BESIDE + 1]
        peak = rises[place] >= rises[max(0, place - 1) : place + 1].max()
        clear = rises[place] >= around.mean() + _ABOVE
        if peak and clear and (not found or place - found[-1] > _WAIT):
            found.append(place)
    return found
