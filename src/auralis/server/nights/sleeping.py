"""A fade out that ends in silence, and in rest."""

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from auralis.core.recipe import Change
from auralis.core.units import Frame
from auralis.server.talk import messages

Control = Callable[[Mapping[str, object]], Awaitable[Sequence[Change]]]

_HASTE_S: Final = 10.0
_REST_S: Final = 0.5


class Sleeping:
    """Fades a station out so that it is silent at a Unix second, kept by the wall clock.

    Where the clock was set forward past the beginning of the fade, the fade is as long as what is
    left, but not hasty. `over` is the frame after which nothing is heard, once the fade has begun.
    """

    over: Frame | None = None

    def __init__(self, silent_at: float, fade_s: float) -> None:
        self.silent_at = silent_at
        self.fade_s = fade_s

    def wait(self, unix: float) -> float:
        """Return the seconds until the fade should begin."""
        return self.silent_at - self.fade_s - unix

    def left(self, frame: Frame, sample_rate: int) -> float:
        """Return the seconds until nothing is heard any more, when a frame is played."""
        return math.inf if self.over is None else (self.over - frame) / sample_rate

    async def begin(self, unix: float, control: Control, sample_rate: int) -> None:
        """Begin the fade."""
        self.fade_s = max(min(self.fade_s, _HASTE_S), min(self.fade_s, self.silent_at - unix))
        (*_, change) = await control({"fade": 0.0, "fade_s": self.fade_s})
        self.over = change.frame + math.ceil((self.fade_s + _REST_S) * sample_rate)

    def document(self) -> dict[str, object]:
        """Return it as JSON data."""
        return {
            "silent_at": messages.iso(self.silent_at),
            "fade_at": messages.iso(self.silent_at - self.fade_s),
            "fade_s": self.fade_s,
            "fading": self.over is not None,
        }
