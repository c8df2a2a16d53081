"""A seat in the fleet: the stations of one worker, whoever that is at the moment."""

from collections.abc import Iterable
from typing import Final

from auralis.station.hosted import Hosted
from auralis.station.messages import StationReport
from auralis.station.render_process import RenderProcess
from auralis.station.standstill import Standstill

FIRST: Final = "main"
"""The station that is taken over before all others."""


class Seat:
    """Passes stations on from a worker that is gone to the next one, `main` first."""

    def __init__(self) -> None:
        self.stations: dict[str, Hosted] = {}
        self.process: RenderProcess | None = None
        self._standstill = Standstill()

    @property
    def load(self) -> float:
        """The share of a core that its stations take."""
        return sum(station.cost for station in self.stations.values())

    def add(self, station: Hosted) -> None:
        """Give it a station."""
        self.stations[station.name] = station
        if self.process is not None:
            station.play_in(self.process)

    def remove(self, name: str) -> None:
        """Take a station away."""
        del self.stations[name]

    def numbered(self, number: int) -> Hosted | None:
        """Return the station of a number, if it is here."""
        return next((s for s in self.stations.values() if s.number == number), None)

    def take(self, process: RenderProcess) -> None:
        """Let a worker go on with all of them."""
        self.process = process
        self._standstill = Standstill()
        process.hear = self._hear
        for station in _in_turn(self.stations.values()):
            station.play_in(process)

    def stuck(self) -> Hosted | None:
        """Look whether a station stands still, although it should play; called every tenth of a second."""
        process = self.process
        return None if process is None else self._standstill.find(list(self.stations.values()), process)

    def lose(self) -> None:
        """Take note that the worker is gone."""
        self.process = None
        for station in self.stations.values():
            station.lose()

    def _hear(self, report: StationReport) -> None:
        station = self.stations.get(report.station)
        if station is not None:
            station.take(report)


def _in_turn(stations: Iterable[Hosted]) -> list[Hosted]:
    return sorted(stations, key=lambda s: (s.name != FIRST, s.number))
