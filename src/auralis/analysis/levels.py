"""Plain levels: seconds that are dead, and an offset from zero."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from auralis.analysis.framing import Floats
from auralis.analysis.grid import TENTHS, Grid, sliding_means

_DEAD: Final = 1e-6
"""The power, -60 dBFS, that a second must reach to be alive."""


@dataclass(frozen=True)
class Levels:
    """`dead_seconds` lie in some second below -60 dBFS; `dc_offset` is the greater of the channels' means."""

    rms_dbfs: float | None
    dead_seconds: float | None
    dc_offset: float | None


class LevelMeter:
    """Measures channels, shape (channels, n)."""

    def __init__(self, rate: int, channels: int) -> None:
        self._grid = Grid(channels + 1, rate)

    def feed(self, block: Floats) -> None:
        """Take more of the sound."""
        power = np.square(block).mean(axis=0, keepdims=True)
        self._grid.push(np.concatenate([power, block]))

    @property
    def levels(self) -> Levels:
        """The figures of what was fed; None where it is shorter than a second, or silent."""
        power, *channels = self._grid.means
        if not len(power):
            return Levels(None, None, None)
        offset = max(abs(float(channel.mean())) for channel in channels)
        mean = float(power.mean())
        rms = 10 * float(np.log10(mean)) if mean > 0 else None
        return Levels(rms, _dead_seconds(power), offset)


def dead_tenths(power: Floats) -> npt.NDArray[np.bool_]:
    """Return which tenths of a second, of these powers, lie in a dead second."""
    dead = np.zeros(len(power), bool)
    for start in np.flatnonzero(sliding_means(power, TENTHS) < _DEAD):
        dead[start : start + TENTHS] = True
    return dead


def _dead_seconds(power: Floats) -> float | None:
    """Return the length of all tenths that lie in a dead second."""
    return float(dead_tenths(power).sum()) / TENTHS if len(power) >= TENTHS else None
