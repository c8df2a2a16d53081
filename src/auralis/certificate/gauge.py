"""What is read of one window as it passes: all that needs nothing from the windows beside it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Final

import numpy as np

from auralis.analysis.centroid import CentroidMeter
from auralis.analysis.framing import Floats
from auralis.analysis.levels import LevelMeter
from auralis.analysis.onsets import OnsetMeter
from auralis.analysis.peaks import PeakMeter
from auralis.analysis.spectrogram import SpectrogramMeter
from auralis.analysis.spectrum import HOP, SIZE, SpectrumMeter
from auralis.analysis.stereo import StereoMeter
from auralis.certificate.windows import Window
from auralis.core.units import CHANNELS, Pcm

FULL_SCALE: Final = 32_768.0
"""What an int16 is divided by where files are read as numbers within ±1."""


@dataclass(frozen=True, eq=False)
class WindowReading:
    """The figures of a window by their names, None where there is no such; `columns` of a spectrogram.

    `sha256` is that of the window's wire PCM.
    """

    window: Window
    figures: dict[str, float | None]
    columns: Floats
    sha256: str
    places: Mapping[str, float] = field(default_factory=dict)
    """Where a figure was found, in seconds from the night's start, if not all over the window."""


class Gauge:
    """Measures one window of wire PCM, given as blocks of shape (n, 2), in as many columns as are wanted."""

    def __init__(self, window: Window, rate: int, columns: int) -> None:
        self._window = window
        self._rate = rate
        self._peaks = PeakMeter(CHANNELS)
        self._levels = LevelMeter(rate, CHANNELS)
        self._spectrum = SpectrumMeter(rate)
        self._centroid = CentroidMeter(rate)
        self._stereo = StereoMeter(rate)
        self._onsets = OnsetMeter(rate)
        self._digest = hashlib.sha256()
        self._wanted = columns
        frames = max(1, (window.end - window.start - SIZE) // HOP + 1)
        self._each = max(1, ceil(frames / columns))
        self._waiting: Floats = np.zeros((0, SIZE // 2 + 1))
        self._columns: list[Floats] = []

    def feed(self, pcm: Pcm, sound: Floats) -> None:
        """Take more of the window: as PCM, and as numbers of shape (2, n)."""
        self._digest.update(pcm.tobytes())
        for meter in (self._peaks, self._levels, self._stereo):
            meter.feed(sound)
        mono: Floats = sound.mean(axis=0)
        self._centroid.feed(mono)
        self._onsets.feed(mono)
        self._gather(self._spectrum.feed(mono))

    def reading(self, reduction: float | None) -> WindowReading:
        """Return the figures; nothing can be fed afterwards. `reduction` was taken elsewhere."""
        if len(self._waiting):
            self._columns.append(self._waiting.mean(axis=0))
        spectrogram = SpectrogramMeter(self._rate, SIZE, HOP)
        spectrogram.feed(np.array(self._columns).reshape(-1, SIZE // 2 + 1))
        return WindowReading(
            self._window, self._figures(reduction), spectrogram.spectrogram.powers, self._digest.hexdigest()
        )

    def _gather(self, spectra: Floats) -> None:
        waiting = np.concatenate([self._waiting, spectra])
        while len(waiting) >= self._each:
            self._columns.append(waiting[: self._each].mean(axis=0))
            waiting = waiting[self._each :]
        self._waiting = waiting

    def _figures(self, reduction: float | None) -> dict[str, float | None]:
        spectrum = self._spectrum.spectrum(self._centroid.centroid_hz)
        stereo, levels = self._stereo.stereo, self._levels.levels
        return {
            "true_peak": self._peaks.peaks.true_dbtp,
            "reduction": reduction,
            "slope": spectrum.slope_db_octave,
            "centroid": spectrum.centroid_hz,
            "low": spectrum.share_20_120_db,
            "mud": spectrum.share_200_400_db,
            "harsh": spectrum.share_2500_5000_db,
            "onsets": self._onsets.a_minute(),
            "correlation": stereo.correlation_mean,
            "correlation_min": stereo.correlation_min,
            "offset": levels.dc_offset,
        }
