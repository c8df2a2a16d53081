"""The listeners' fade: a gain after the master, a pure function of the timeline and the frame."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from auralis.core.units import Block, Frame
from auralis.sequencing import Timeline

SHORTEST_S: Final = 0.1
"""Seconds that a fade takes at least, so that it can't click."""


@dataclass(frozen=True, slots=True)
class _Ramp:
    """The way from one gain to another: g = (√a + (√b - √a)·x)², where x runs from 0 to 1 over it.

    The amplitude's square root moves evenly, which the ear takes for an even fade; the way down is the
    way up, reversed.
    """

    start: Frame
    frames: Frame
    before: float
    after: float

    def gains(self, frames: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the gain of each frame, `before` ahead of the ramp and `after` behind it, exactly."""
        low, high = math.sqrt(self.before), math.sqrt(self.after)
        root = low + (high - low) * (np.clip(frames - self.start, 0, self.frames) / self.frames)
        return np.where(frames >= self.start + self.frames, self.after, root * root)

    def gain(self, frame: Frame) -> float:
        """Return the gain of one frame."""
        return float(self.gains(np.array([frame]))[0])


class Fade:
    """Every fade of a timeline: each begins where `fade` or `fade_s` changes, at the gain reached by then."""

    def __init__(self, ramps: tuple[_Ramp, ...]) -> None:
        self._ramps = ramps

    @classmethod
    def of(cls, timeline: Timeline) -> "Fade":
        """Return the fades of a timeline."""
        return cls(tuple(_ramps(timeline)))

    def gains(self, start: Frame, frames: Frame) -> npt.NDArray[np.float32]:
        """Return the gains of frames [start, start + frames)."""
        wanted = np.arange(start, start + frames)
        last = self._ramps[-1]
        found = last.gains(wanted)
        for ramp in self._ramps[-2::-1]:
            if last.start <= start:
                break
            found = np.where(wanted < last.start, ramp.gains(wanted), found)
            last = ramp
        return found.astype(np.float32)

    def apply(self, sound: Block, start: Frame) -> Block:
        """Return faded what is float32 of shape (2, n) and begins at `start`; itself where the gain is 1."""
        if len(self._ramps) > 1 or self._ramps[0].after != 1:
            gains = self.gains(start, sound.shape[1])
            if np.any(gains != 1):
                return sound * gains
        return sound


def _ramps(timeline: Timeline) -> Iterator[_Ramp]:
    """Yield a station's first gain as a ramp that is over before it begins, then each fade."""
    rate, before = timeline.sample_rate, timeline.opening
    ramp = _Ramp(-1, 1, before.fade, before.fade)
    yield ramp
    for turn in (turn for passage in timeline.passages for turn in passage.turns):
        after = turn.context
        if (after.fade, after.fade_s) != (before.fade, before.fade_s):
            frames = round(max(SHORTEST_S, after.fade_s) * rate)
            ramp = _Ramp(turn.frame, frames, ramp.gain(turn.frame), after.fade)
            yield ramp
        before = after
