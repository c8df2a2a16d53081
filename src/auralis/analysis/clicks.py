"""Clicks: samples that the sound around them can't explain.

Music is smooth from sample to sample, a click is not. Differences of the sixth order all but remove what
is smooth and make a click of one sample twenty times as large. Where a difference stands far above the
median of those around it, there is a click (the idea of Vaseghi's detectors of impulsive noise, "Advanced
Digital Signal Processing and Noise Reduction", with a fixed predictor in the place of a fitted one).
"""

from typing import Final

import numpy as np

from auralis.analysis.framing import Floats, Framer

_ORDER: Final = 6
_GAIN: Final = 20.0
"""What a click of one sample is multiplied by."""
_BLOCK: Final = 256
_BLOCKS: Final = 64
_ABOVE: Final = 16.0
"""Medians: eleven deviations of normal noise. The edges of bright saws reach twelve medians."""
_LEAST: Final = 10 ** (-70 / 20)
"""Softer clicks, under -70 dBFS, are not counted: rounding to 16 bit makes such."""
_APART_S: Final = 0.01


class ClickMeter:
    """Finds clicks in channels, shape (channels, n), but for the first and last 12 ms."""

    def __init__(self, rate: int, channels: int) -> None:
        hop = _BLOCK * _BLOCKS
        self._hop = hop
        self._framers = [Framer(hop + 2 * _BLOCK + _ORDER, hop) for _ in range(channels)]
        self._rate = rate
        self._start = 0
        self._places: list[int] = []

    def feed(self, block: Floats) -> None:
        """Take more of the sound."""
        frames = [framer.push(channel) for framer, channel in zip(self._framers, block, strict=True)]
        for channels in zip(*frames, strict=True):
            for channel in channels:
                self._look(channel)
            self._start += self._hop

    @property
    def seconds(self) -> Floats:
        """Where the clicks lie, in seconds; what lies within 10 ms is one click."""
        for framer in self._framers:
            self._look(framer.rest)
        places = np.unique(np.array(self._places, dtype=np.int64))
        apart = np.diff(places, prepend=-self._rate) > _APART_S * self._rate
        return places[apart] / self._rate

    def _look(self, samples: Floats) -> None:
        """Search all but the first and last block of consecutive samples."""
        blocks = (len(samples) - _ORDER) // _BLOCK
        if blocks < 3:
            return
        rough = np.abs(np.diff(samples, _ORDER)[: blocks * _BLOCK]).reshape(blocks, _BLOCK)
        medians = np.median(rough, axis=1)
        usual = np.maximum(np.maximum(medians[:-2], medians[2:]), medians[1:-1])
        limit = np.maximum(_ABOVE * usual, _GAIN * _LEAST)
        peaks = rough[1:-1].argmax(axis=1)
        for index in np.flatnonzero(rough[1:-1].max(axis=1) > limit):
            place = (index + 1) * _BLOCK + peaks[index]
            self._places.append(self._start + int(place) + _ORDER // 2)
