"""The fleet: stations rendered by processes that are never heard to die."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Final

import structlog

from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe
from auralis.station.crew import Crew
from auralis.station.hosted import GROWTH, Hosted, NotCompiled
from auralis.station.seat import Seat
from auralis.streaming.source import SourceGone
from auralis.streaming.stage import Overloaded

LOAD: Final = 0.7
"""The share of a core that the stations of one worker may take."""

_DEATHS: Final = 3
_WITHIN_S: Final = 30.0
_LEARNT: Final = ("auralis", 44_100)


class Fleet:
    """Implements `streaming.stage.Stage` with `processes` render workers and a warm spare.

    Rings remember `seconds`, and rendering runs `lead` seconds ahead. `tell` is called with lines for
    the person who waits for the start. `fonts` are the SoundFonts to choose from where a kit plays one. A
    station whose rendering ends its worker three times within half a minute is given up.
    """

    def __init__(
        self,
        kernels: Path,
        lead: float,
        seconds: float,
        tell: Callable[[str], None],
        fonts: Sequence[Path] = (),
        processes: int = 1,
    ) -> None:
        self._given = (kernels, lead, tell, fonts, processes)
        self._seconds = seconds
        self._crew: Crew | None = None
        self._stations: dict[str, tuple[Seat | None, Hosted]] = {}
        self._deaths: dict[int, list[float]] = {}
        self._opened = 0

    @property
    def sources(self) -> Sequence[Hosted]:
        """The stations that are open, paused ones included, in the order they were opened."""
        return tuple(station for _, station in self._stations.values())

    @property
    def workers(self) -> Mapping[str, int]:
        """Its processes by state; see `Stage.workers`."""
        return {} if self._crew is None else self._crew.workers

    @property
    def crew(self) -> Crew:
        """Its processes; raises `SourceGone` unless it has started."""
        if self._crew is None:
            raise SourceGone("nothing renders")
        return self._crew

    async def start(self) -> None:
        """Start the workers; the first is warm when this returns. Raises `SourceGone` if none starts."""
        kernels, lead, tell, fonts, processes = self._given
        self._crew = Crew(kernels, lead, tell, fonts, processes, self._lost)
        try:
            await self._crew.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Close every station and end every process, for certain."""
        if self._crew is not None:
            await self._crew.stop()
        for name in list(self._stations):
            await self.close(name)
        self._crew = None

    async def open(self, name: str, recipe: Recipe, first: int = 0, *, playing: bool = True) -> Hosted:
        """Begin a station and return it once its first chunk is there; see `Stage.open`.

        One that is not to play yet has no worker until it is resumed or changed.
        """
        if name in self._stations:
            raise InvalidValue("station", name, "a name that is not taken")
        if not playing:
            return self._hold(name, recipe, first)
        seat, expected = self._place(recipe)
        self._check(seat.load + expected)
        self._opened += 1
        station = Hosted(name, self._opened, recipe, self._seconds, expected, first)
        self._stations[name] = seat, station
        try:
            await self._begin(seat, station)
        except BaseException:
            await self.close(name)
            raise
        return station

    async def close(self, name: str) -> None:
        """End a station and free what it holds; nothing happens if there is none of this name."""
        seat, station = self._stations.pop(name, (None, None))
        if seat is not None:
            seat.stations.pop(name, None)
        if station is not None:
            self._deaths.pop(station.number, None)
            station.close()

    async def pause(self, name: str) -> None:
        """Stop rendering a station."""
        await self._station(name).pause()

    async def resume(self, name: str) -> None:
        """Go on at the very next frame; raises `Overloaded` where others have taken its room."""
        station = self._station(name)
        if not station.playing:
            await station.roused()
            seat = self._stations[name][0]
            self._check((seat.load if seat else 0.0) + station.price)
            await station.resume()

    def _hold(self, name: str, recipe: Recipe, first: int) -> Hosted:
        """Return a station that nobody renders until it is needed."""
        self._opened += 1
        station = Hosted(name, self._opened, recipe, self._seconds, 0.0, first)
        station.hold(lambda: self._rouse(station))
        self._stations[name] = None, station
        return station

    async def _rouse(self, station: Hosted) -> None:
        """Give a station that was held to a worker, paused; raises `SourceGone` for what can't be played."""
        seat, expected = self._place(station.recipe)
        station.expect(expected)
        self._stations[station.name] = seat, station
        try:
            await self._begin(seat, station)
        except InvalidValue as error:
            raise SourceGone(str(error)) from None

    async def _begin(self, seat: Seat, station: Hosted) -> None:
        """Give a station to a worker, once its kit is compiled; the spares to come load that kit as well."""
        kit, rate = station.recipe.kit, station.recipe.sample_rate
        seat.add(station)
        try:
            await station.opened()
        except NotCompiled:
            await self.crew.learn(kit, rate)
            seat.add(station)
            await station.opened()
        if (kit, rate) != _LEARNT:
            self.crew.learn_soon(kit, rate)

    def _station(self, name: str) -> Hosted:
        if name not in self._stations:
            raise InvalidValue("station", name, ", ".join(self._stations) or "none is open")
        return self._stations[name][1]

    def _place(self, recipe: Recipe) -> tuple[Seat, float]:
        """Return the seat with most room and what a station is expected to cost."""
        seat = min(self.crew.seats, key=lambda s: s.load)
        alike = [s.price for s in self.sources if s.cost and _alike(s.recipe, recipe)]
        expected = fmean(alike) if alike else GROWTH * self.crew.cost
        return seat, expected

    def _check(self, load: float) -> None:
        if load > LOAD:
            playing = sum(station.cost > 0 for station in self.sources)
            raise Overloaded(
                f"{playing} stations play on {len(self.crew.seats)} render processes; another one would take "
                f"one of these to {load:.0%} of a core, and {LOAD:.0%} is the most"
            )

    def _lost(self, seat: Seat, number: int) -> None:
        """Take note of the station at which a worker was lost."""
        station = seat.numbered(number)
        if station is None:
            return
        now = time.monotonic()
        recent = [t for t in self._deaths.get(number, []) if now - t < _WITHIN_S]
        self._deaths[number] = [*recent, now]
        if len(recent) + 1 >= _DEATHS:
            seat.remove(station.name)
            why = f"station {station.name} has ended its render worker {_DEATHS} times within {_WITHIN_S:g} s"
            station.fail(SourceGone(why))
            log = structlog.get_logger("auralis.station")
            log.critical("station_given_up", station=station.name, why=why, code="SYNTHESIS_FAILED")


def _alike(one: Recipe, other: Recipe) -> bool:
    return (one.kit, one.sample_rate) == (other.kit, other.sample_rate)
