"""A station's state between two chunks, from which another process goes on."""

from dataclasses import dataclass

from auralis.core.units import Frame
from auralis.station.performance import PerformanceSnapshot


@dataclass(frozen=True, slots=True)
class StationSnapshot:
    """Everything a station's coming frames depend on, besides its recipe so far and its kits.

    `lost` are the starts of the segments that have failed and should still sound, `noticed` what
    listeners have been told.
    """

    position: Frame
    lost: tuple[Frame, ...]
    noticed: tuple[str, ...]
    performance: PerformanceSnapshot
