"""Frames between the thread that renders and the callback of a sound card."""

from collections import deque
from threading import Condition

import numpy as np

from auralis.core.units import CHANNELS, Frame, Pcm


class Queue:
    """At most `capacity` frames, in their order. The one who puts waits for room, the one who takes never.

    After `fade` the music falls to silence in a straight line and nothing more is taken in.
    """

    def __init__(self, capacity: Frame) -> None:
        self._capacity = capacity
        self._blocks: deque[Pcm] = deque()
        self._held = 0
        self._taken = 0
        self._fade: tuple[Frame, Frame] | None = None
        self._closed = False
        self._changed = Condition()

    @property
    def taken(self) -> Frame:
        """Frames of music taken so far; silence in their place is not counted."""
        return self._taken

    @property
    def held(self) -> Frame:
        """Frames that wait to be taken."""
        return self._held

    @property
    def over(self) -> bool:
        """Whether the fade has ended, or everything there was to play."""
        faded = self._fade is not None and self._taken >= sum(self._fade)
        return faded or (self._closed and self._held == 0)

    def put(self, block: Pcm) -> bool:
        """Append int16 frames of shape (n, 2) once there is room; return whether more is wanted."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._held < self._capacity)
            if self._closed:
                return False
            self._blocks.append(block)
            self._held += len(block)
            return True

    def take(self, frames: Frame) -> Pcm:
        """Return the next frames, int16 of shape (frames, 2), with silence where there are none."""
        out = np.zeros((frames, CHANNELS), np.int16)
        with self._changed:
            filled = 0
            while filled < frames and self._blocks:
                block = self._blocks.popleft()
                part = block[: frames - filled]
                if len(part) < len(block):
                    self._blocks.appendleft(block[len(part) :])
                out[filled : filled + len(part)] = part
                filled += len(part)
            self._dim(out)
            self._taken += filled
            self._held -= filled
            self._changed.notify()
        return out

    def fade(self, frames: Frame) -> None:
        """Fade what comes to silence within some frames; a second call changes nothing."""
        with self._changed:
            self._fade = self._fade or (self._taken, frames)

    def close(self) -> None:
        """Take nothing more in."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _dim(self, out: Pcm) -> None:
        if self._fade is not None:
            first, length = self._fade
            way = (np.arange(len(out)) + self._taken - first) / max(1, length)
            out[:] = np.rint(out * np.clip(1 - way, 0, 1)[:, np.newaxis]).astype(np.int16)
