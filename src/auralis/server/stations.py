"""The stations on the air, by name."""

from collections.abc import Iterator, Mapping

from auralis.core.errors import InvalidValue
from auralis.server.on_air import OnAir


class Stations(Mapping[str, OnAir]):
    """Every station of a server, with the one limit on how many may listen."""

    def __init__(self, stations: Mapping[str, OnAir], max_clients: int) -> None:
        self._stations = dict(stations)
        self.max_clients = max_clients

    def __getitem__(self, name: str) -> OnAir:
        return self._stations[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stations)

    def __len__(self) -> int:
        return len(self._stations)

    @property
    def full(self) -> bool:
        """Whether there is no room for another listener."""
        return sum(s.broadcaster.listeners for s in self._stations.values()) >= self.max_clients

    def find(self, name: str) -> OnAir:
        """Return a station; raises `InvalidValue` with the field `station` if there is none."""
        if name not in self._stations:
            raise InvalidValue("station", name, ", ".join(self._stations))
        return self._stations[name]
