"""What the entries of a journal add up to."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from auralis.journal.entries import Changed, Closed, Entry, Faded, Owned, Paused, Planned, Timed
from auralis.journal.kept_station import KeptStation


class Ledger:
    """The stations there are, after all entries so far: a pure function of these."""

    def __init__(self) -> None:
        self._stations: dict[str, KeptStation] = {}

    @property
    def stations(self) -> Mapping[str, KeptStation]:
        """The stations by name, in the order they were opened."""
        return MappingProxyType(self._stations)

    def whole(self) -> tuple[KeptStation, ...]:
        """Return entries that add up to the same."""
        return tuple(self._stations.values())

    def enter(self, entry: Entry) -> str | None:
        """Take note of an entry; return what is missing before it, if anything is.

        What is about a station that is not there alters nothing.
        """
        if isinstance(entry, KeptStation):
            self._stations[entry.name] = entry
            return None
        if isinstance(entry, Timed):
            for mark in entry.marks:
                self._enter(mark.station, frame=mark.frame, unix=mark.unix, paused=False, asleep=False)
            return None
        if isinstance(entry, Closed):
            self._stations.pop(entry.station, None)
            return None
        if isinstance(entry, Changed):
            return self._change(entry)
        self._note(entry)
        return None

    def _note(self, entry: Paused | Owned | Planned | Faded) -> None:
        match entry:
            case Paused(station, frame, unix):
                self._enter(station, frame=frame, unix=unix, paused=True)
            case Owned(station, owner):
                self._enter(station, owner=owner)
            case Planned(station, asleep, sleep, wake):
                self._enter(station, asleep=asleep, sleep=sleep, wake=wake)
            case Faded(station, fade):
                self._enter(station, fade=fade)

    def _change(self, entry: Changed) -> str | None:
        station = self._stations.get(entry.station)
        if station is None:
            return None
        known = station.changes[: entry.first]
        self._enter(
            entry.station,
            changes=(*known, *entry.changes),
            **({} if station.paused else {"frame": entry.frame, "unix": entry.unix}),
        )
        missing = entry.first - len(known)
        return f"{missing} changes of station {entry.station} are lost" if missing else None

    def _enter(self, name: str, **known: object) -> None:
        if name in self._stations:
            self._stations[name] = replace(self._stations[name], **known)
