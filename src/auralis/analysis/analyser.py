"""Measures a sound of any length as it passes."""

from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from auralis.analysis.centroid import CentroidMeter
from auralis.analysis.clicks import ClickMeter
from auralis.analysis.dropouts import DropoutMeter
from auralis.analysis.framing import Floats
from auralis.analysis.levels import LevelMeter
from auralis.analysis.loudness import LoudnessMeter, loudness, lufs, momentary_powers, short_term_powers
from auralis.analysis.onsets import OnsetMeter
from auralis.analysis.peaks import PeakMeter
from auralis.analysis.report import Curves, Faults, Format, Report
from auralis.analysis.spectrogram import SpectrogramMeter
from auralis.analysis.spectrum import HOP, SIZE, SpectrumMeter
from auralis.analysis.steadiness import steadiness
from auralis.analysis.stereo import Stereo, StereoMeter
from auralis.analysis.waveform import WaveformMeter
from auralis.core.errors import InvalidValue

RATES: Final = (8_000, 384_000)
"""The lowest and the highest sample rate that can be measured, in Hz."""
_GRAIN: Final = 1 << 16


class _Meter(Protocol):
    """What takes channels, shape (channels, n)."""

    def feed(self, block: Floats) -> None:
        """Take more of the sound."""


class Analyser:
    """Takes blocks of any size, mono or stereo, in bounded memory; the figures don't depend on the blocks."""

    def __init__(self, rate: int, channels: int = 2) -> None:
        if not RATES[0] <= rate <= RATES[1]:
            raise InvalidValue("rate", rate, f"{RATES[0]} to {RATES[1]} Hz")
        if channels not in (1, 2):
            raise InvalidValue("channels", channels, "1 or 2")
        self._rate, self._channels = rate, channels
        self._frames = 0
        self._non_finite = 0
        self._held: Floats = np.zeros((channels, 0))
        self._loudness = LoudnessMeter(rate, channels)
        self._peaks = PeakMeter(channels)
        self._levels = LevelMeter(rate, channels)
        self._spectrum = SpectrumMeter(rate)
        self._spectrogram = SpectrogramMeter(rate, SIZE, HOP)
        self._centroid = CentroidMeter(rate)
        self._stereo = StereoMeter(rate) if channels == 2 else None
        self._onsets = OnsetMeter(rate)
        self._clicks = ClickMeter(rate, channels)
        self._dropouts = DropoutMeter(rate, channels)
        self._waveform = WaveformMeter(rate, channels)
        each = (self._loudness, self._peaks, self._levels, self._clicks, self._dropouts, self._waveform)
        self._meters: tuple[_Meter, ...] = (*each, self._stereo) if self._stereo else each

    def feed(self, block: npt.NDArray[np.floating[Any]]) -> None:
        """Take more of the sound, shape (channels, n), full scale being 1."""
        if block.ndim != 2 or len(block) != self._channels:
            raise InvalidValue("block", block.shape, f"({self._channels}, frames)")
        finite = np.isfinite(block)
        self._non_finite += int(block.size - finite.sum())
        self._frames += block.shape[1]
        held = np.concatenate([self._held, np.where(finite, block, 0.0)], axis=1)
        whole = held.shape[1] // _GRAIN * _GRAIN
        for start in range(0, whole, _GRAIN):
            self._measure(held[:, start : start + _GRAIN])
        self._held = held[:, whole:]

    def report(self) -> Report:
        """Return the figures of all that was fed; nothing can be fed afterwards."""
        self._measure(self._held)
        self._held = np.zeros((0, 0))
        powers = self._loudness.powers
        loud = loudness(powers)
        return Report(
            Format(self._rate, self._channels, self._frames),
            loud,
            self._peaks.peaks,
            self._levels.levels,
            steadiness(powers, loud.integrated_lufs),
            self._spectrum.spectrum(self._centroid.centroid_hz),
            self._stereo.stereo if self._stereo else Stereo(None, None, None),
            self._onsets.a_minute(),
            Faults(tuple(map(float, self._clicks.seconds)), self._dropouts.dropouts, self._non_finite),
            self._curves(powers),
        )

    def _measure(self, grain: Floats) -> None:
        for meter in self._meters:
            meter.feed(grain)
        mono: Floats = grain.mean(axis=0)
        self._spectrogram.feed(self._spectrum.feed(mono))
        self._centroid.feed(mono)
        self._onsets.feed(mono)

    def _curves(self, powers: Floats) -> Curves:
        momentary, short_term = (lufs(p) for p in (momentary_powers(powers), short_term_powers(powers)))
        return Curves(momentary, short_term, self._waveform.waveform, self._spectrogram.spectrogram)


def analyse(sound: npt.NDArray[np.floating[Any]], rate: int) -> Report:
    """Measure a whole sound, shape (channels, frames)."""
    analyser = Analyser(rate, len(sound))
    analyser.feed(sound)
    return analyser.report()
