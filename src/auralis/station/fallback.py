"""What a live station does when a kit fails: the kit asked for, the built-in one, silence."""

from collections.abc import Sequence
from typing import Final

from auralis.core.recipe import KIT, Change
from auralis.core.units import Frame
from auralis.engine import Kernels
from auralis.sequencing import Segment, Timeline, segment_at
from auralis.station.guarded import Guarded
from auralis.station.kits import BUILT_IN, Kits
from auralis.station.mixing import Player, Sounding
from auralis.station.trouble import Trouble

_NEXT: Final = "bar"


class Fallback:
    """Plays segments so that one that fails is silent, and says which kit is to go on."""

    def __init__(self, kits: Kits) -> None:
        self._kits = kits
        self._failures: list[tuple[Segment, Exception]] = []
        self._lost: list[Segment] = []

    def player(self, kernels: Kernels, sample_rate: int) -> Player:
        """Return what plays a segment of a timeline and never raises."""
        plain = self._kits.player(kernels, sample_rate)

        def guarded(segment: Segment, timeline: Timeline) -> Sounding:
            return Guarded(segment, lambda: plain(segment, timeline), self._failed)

        return guarded

    def silent(self, timeline: Timeline, since: Frame) -> bool:
        """Return whether something failed just now, or should sound from a frame on and has failed."""
        self._lost = [s for s in self._lost if segment_at(timeline, s.start).end > since]
        return bool(self._failures or self._lost)

    @property
    def lost(self) -> tuple[Frame, ...]:
        """The starts of the segments that have failed and should still sound."""
        return tuple(segment.start for segment in self._lost)

    def restore(self, timeline: Timeline, lost: Sequence[Frame]) -> None:
        """Take note of segments that have failed before."""
        self._lost = [segment_at(timeline, start) for start in lost]

    def troubles(self, changes: Sequence[Change]) -> list[Trouble]:
        """Return what has failed since the last time, each kit once."""
        found = {self._kits.name_at(changes, segment.start): error for segment, error in self._failures}
        self._failures.clear()
        return [Trouble(name, f"{type(e).__name__}: {e}", last=name == BUILT_IN) for name, e in found.items()]

    def change(self, timeline: Timeline, reached: Frame) -> Change | None:
        """Return what has the built-in kit go on at the next bar; None where it plays by then anyway."""
        if self._kits.name_at(timeline.changes, timeline.boundary(reached, _NEXT)) == BUILT_IN:
            return None
        return Change(reached, _NEXT, {KIT: BUILT_IN})

    def _failed(self, segment: Segment, error: Exception) -> None:
        self._lost.append(segment)
        self._failures.append((segment, error))
