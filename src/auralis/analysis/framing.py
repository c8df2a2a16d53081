"""Overlapping frames of a stream, wherever its blocks are cut."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]


class Framer:
    """Cuts what is pushed, shape (n,), into frames of `size` samples, a new one every `hop`."""

    def __init__(self, size: int, hop: int) -> None:
        self._size = size
        self._hop = hop
        self._held: Floats = np.zeros(0)

    @property
    def rest(self) -> Floats:
        """What is kept for the next frame, shape (n,)."""
        return self._held

    def push(self, samples: Floats) -> Floats:
        """Return the frames that are whole now, shape (frames, size); the rest is kept for later."""
        held = np.concatenate([self._held, samples])
        count = max(0, (len(held) - self._size) // self._hop + 1)
        self._held = held[count * self._hop :]
        if not count:
            return np.zeros((0, self._size))
        windows = np.lib.stride_tricks.sliding_window_view(held, self._size)
        return windows[:: self._hop][:count]
