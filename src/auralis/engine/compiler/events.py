"""Event rows: float32 values that are written into the state array at exact frames."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from auralis.core.units import Frame
from auralis.engine.simd import EVENT

Events: TypeAlias = npt.NDArray[np.void]
EventRow: TypeAlias = tuple[Frame, int, float]

NONE: Events = np.zeros(0, EVENT)


def sort_events(rows: Iterable[EventRow]) -> Events:
    """Return rows as an array sorted by frame; rows of one frame keep their order."""
    return np.array(sorted(rows, key=lambda r: r[0]), EVENT)


class Schedule:
    """Event rows sorted by frame, from which spans are cut."""

    def __init__(self, rows: Iterable[EventRow] = ()) -> None:
        self._events = sort_events(rows)
        self._frames: list[Frame] = self._events["at"].tolist()

    def between(self, start: Frame, end: Frame) -> Events:
        """Return the events of the frames [start, end)."""
        first = bisect_left(self._frames, start)
        last = bisect_left(self._frames, end, first)
        return self._events[first:last] if last > first else NONE
