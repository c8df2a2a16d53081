"""The outline of a waveform, in as many columns as a picture can show."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.analysis.framing import Floats
from auralis.analysis.pool import Pool

_STEP: Final = 128
_COLUMNS: Final = 2048


@dataclass(frozen=True, eq=False)
class Waveform:
    """The least and the greatest sample of any channel in each step of time, shape (columns,) each."""

    lowest: Floats
    highest: Floats
    step_s: float


class WaveformMeter:
    """Outlines channels, shape (channels, n)."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._pool = Pool(_COLUMNS, 2, np.max)
        self._held: Floats = np.zeros((channels, 0))

    def feed(self, block: Floats) -> None:
        """Take more of the sound."""
        held = np.concatenate([self._held, block], axis=1)
        steps = held.shape[1] // _STEP
        cut = held[:, : steps * _STEP].reshape(len(held), steps, _STEP)
        self._held = held[:, steps * _STEP :]
        if steps:
            self._pool.add(np.stack([-cut.min(axis=(0, 2)), cut.max(axis=(0, 2))], axis=1))

    @property
    def waveform(self) -> Waveform:
        """The outline of what was fed."""
        depths, heights = self._pool.columns.T
        return Waveform(-depths, heights, self._pool.each * _STEP / self._rate)
