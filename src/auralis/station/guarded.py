"""A segment whose failure ends it and nothing else."""

from collections.abc import Callable

from auralis.core.units import Block, Frame
from auralis.sequencing import Segment, Timeline
from auralis.station.mixing import Sounding

Failed = Callable[[Segment, Exception], None]


class Guarded:
    """Plays what `make` returns. Whatever goes wrong in it is told to `failed`, once, and it is silent.

    What it had added to a mix before it failed stays there.
    """

    def __init__(self, segment: Segment, make: Callable[[], Sounding], failed: Failed) -> None:
        self.segment = segment
        self._failed = failed
        self._sounding: Sounding | None = None
        try:
            self._sounding = make()
        except Exception as error:
            self._fail(error)

    @property
    def alive(self) -> bool:
        """Whether anything is left to hear."""
        return self._sounding is not None and self._sounding.alive

    def follow(self, segment: Segment, timeline: Timeline) -> None:
        """Go on by another timeline."""
        self.segment = segment
        self._attempt(lambda sounding: sounding.follow(segment, timeline))

    def skip_to(self, frame: Frame) -> None:
        """Play up to a frame unheard."""
        self._attempt(lambda sounding: sounding.skip_to(frame))

    def add(self, mix: Block, position: Frame) -> None:
        """Add frames [position, position + n) to the mix."""
        self._attempt(lambda sounding: sounding.add(mix, position))

    def snapshot(self) -> object:
        """Return the state of what plays, which must be alive."""
        if self._sounding is None:
            raise RuntimeError("what has failed has no state")
        return self._sounding.snapshot()

    def restore(self, snapshot: object) -> None:
        """Continue from a snapshot."""
        self._attempt(lambda sounding: sounding.restore(snapshot))

    def _attempt(self, act: Callable[[Sounding], None]) -> None:
        if self._sounding is None:
            return
        try:
            act(self._sounding)
        except Exception as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._sounding = None
        self._failed(self.segment, error)
