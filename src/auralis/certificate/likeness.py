"""A file that is not its music sample by sample, lossy or at another rate, and how like it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log10
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from auralis.certificate.proof import ProofFile
from auralis.core.units import CHANNELS, Frame

Sound = npt.NDArray[np.float32]

SPAN_S: Final = 10
"""Seconds that are compared at a time."""
PLAUSIBLE: Final = 0.8
"""The least correlation of each span: another piece has next to none, 64 kbit/s still more than 0.95."""
LEVEL_DB: Final = 1.0
"""How much louder or softer each span may be."""
_SHIFT_S: Final = 0.1
"""How far apart decoders may put the beginning."""
_AUDIBLE: Final = 1e-4


@dataclass(frozen=True)
class Span:
    """Some seconds of a file beside its music: correlation, level over the music's, music over noise."""

    second: float
    correlation: float
    level_db: float
    snr_db: float
    peak_difference: float


@dataclass(frozen=True)
class Likeness:
    """Spans in their order, and by how many frames of the music the file begins late."""

    shift: Frame
    spans: tuple[Span, ...]

    @property
    def worst(self) -> Span:
        """The span that is least like its music."""
        return min(self.spans, key=lambda span: span.correlation)

    @property
    def plausible(self) -> bool:
        """Whether every span may well be its music."""
        return bool(self.spans) and all(
            span.correlation >= PLAUSIBLE and abs(span.level_db) <= LEVEL_DB for span in self.spans
        )


def decoded(file: ProofFile, rate: int) -> Iterator[Sound]:
    """Yield a file's sound at a rate, shape (n, 2)."""
    if file.rate == rate:
        yield from file.sound(rate)
        return
    stream = soxr.ResampleStream(file.rate, rate, CHANNELS, dtype="float32", quality="VHQ")
    for block in file.sound(file.rate):
        yield stream.resample_chunk(np.ascontiguousarray(block))
    yield stream.resample_chunk(np.zeros((0, CHANNELS), np.float32), last=True)


def likeness(sound: Iterable[Sound], music: Iterable[Sound], rate: int) -> Likeness:
    """Compare two streams of shape (n, 2), span by span, once they are laid upon each other."""
    span = SPAN_S * rate
    heard, played = _Reel(sound), _Reel(music)
    shift = _shift(heard.look(span), played.look(span), round(_SHIFT_S * rate))
    heard.skip(max(0, shift))
    played.skip(max(0, -shift))
    second = 0.0
    spans: list[Span] = []
    while True:
        one, other = heard.take(span), played.take(span)
        frames = min(len(one), len(other))
        if frames < (rate if spans else 1):
            return Likeness(shift, tuple(spans))
        spans.append(_compared(one[:frames], other[:frames], second))
        second += frames / rate


class _Reel:
    """A stream that can be looked into before it is taken."""

    def __init__(self, blocks: Iterable[Sound]) -> None:
        self._blocks = iter(blocks)
        self._held: Sound = np.zeros((0, CHANNELS), np.float32)

    def look(self, frames: Frame) -> Sound:
        """Return the next frames, or as many as there are, and keep them."""
        while len(self._held) < frames and (block := next(self._blocks, None)) is not None:
            self._held = np.concatenate([self._held, block])
        return self._held[:frames]

    def take(self, frames: Frame) -> Sound:
        """Return the next frames and go on."""
        found = self.look(frames)
        self._held = self._held[len(found) :]
        return found

    def skip(self, frames: Frame) -> None:
        """Go on."""
        self.take(frames)


def _shift(heard: Sound, played: Sound, most: Frame) -> Frame:
    """Return by how many frames, at most so many either way, the one must be moved to lie upon the other."""
    size = 1 << (len(heard) + len(played)).bit_length()
    one, other = (np.fft.rfft(sound.mean(axis=1, dtype=np.float64), size) for sound in (heard, played))
    alike = np.fft.irfft(one * np.conj(other), size)
    lags = np.arange(-most, most + 1)
    return int(lags[np.argmax(alike[lags])])


def _compared(heard: Sound, played: Sound, second: float) -> Span:
    one, other = heard.astype(np.float64), played.astype(np.float64)
    powers = float((one**2).mean()), float((other**2).mean())
    if max(powers) < _AUDIBLE**2:
        return Span(second, 1.0, 0.0, float("inf"), 0.0)
    apart = one - other
    noise = float((apart**2).mean())
    cross = float((one * other).mean())
    correlation = cross / (powers[0] * powers[1]) ** 0.5 if min(powers) > 0 else 0.0
    level = 10 * log10(powers[0] / powers[1]) if min(powers) > 0 else float("inf")
    snr = 10 * log10(powers[1] / noise) if noise and powers[1] else float("inf")
    return Span(second, correlation, level, snr, float(np.abs(apart).max()))
