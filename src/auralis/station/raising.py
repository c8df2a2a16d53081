"""A station put into a worker: begun, or taken over from one that is gone."""

from collections.abc import Callable
from dataclasses import dataclass, field

from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe, parse
from auralis.core.units import Frame, chunk_frames
from auralis.station.kits import Kits
from auralis.station.live import Live
from auralis.station.messages import Failed, Open, Opened, Refused, Report, Troubled, Uncompiled
from auralis.station.playing import Playing
from auralis.station.shared_ring import SharedRing
from auralis.station.shelf import Shelf
from auralis.station.snapshot_area import SnapshotArea
from auralis.station.station import Station
from auralis.station.workshop import NotLoadable
from auralis.streaming.clock import Clock

_QUICK_S = 1.0


@dataclass
class Raised:
    """What came of it: a station that plays, if it could be had, and what is to be told."""

    playing: Playing | None
    reports: list[Report] = field(default_factory=list)


class Raising:
    """Makes a station of a command to open it, and of the memory that came with that.

    A ring that holds chunks already is gone on with at its head, bit for bit: from the newest snapshot,
    or from the recipe alone where there is none that fits.
    """

    def __init__(
        self, command: Open, descriptors: tuple[int, ...], shelf: Shelf, lead: float, clock: Clock
    ) -> None:
        self._command = command
        self._shelf = shelf
        self._lead = lead
        self._clock = clock
        self._recipe = parse(command.recipe)
        ring, snapshots = descriptors
        self._shared = SharedRing.joined(ring, self._recipe.sample_rate, command.seconds)
        self._area = SnapshotArea.joined(snapshots)
        self._snapshot = self._area.read()

    @property
    def _head(self) -> Frame:
        """The frame at which the ring ends."""
        return self._shared.ring.head * chunk_frames(self._recipe.sample_rate)

    @property
    def taking_over(self) -> bool:
        """Whether somebody has played it before."""
        return self._shared.ring.head > self._shared.ring.first

    @property
    def quick(self) -> bool:
        """Whether it takes some 20 ms: nothing must be loaded, and little or nothing played again."""
        if not self._shelf.has(self._recipe):
            return False
        if self._snapshot is None:
            return not self._head
        return self._head - self._snapshot.position < _QUICK_S * self._recipe.sample_rate

    def run(self, beat: Callable[[], None]) -> Raised:
        """Do it; `beat` is called now and then. What goes wrong is in the reports."""
        try:
            return self._run(beat)
        except InvalidValue as error:
            fault: Report = Refused(self._command.station, None, error.field, error.value, error.allowed)
        except NotLoadable as error:
            fault = Uncompiled(self._command.station, str(error))
        except Exception as error:
            fault = Failed(self._command.station, f"{type(error).__name__}: {error}")
        self._shared.close()
        self._area.close()
        return Raised(None, [fault])

    def _run(self, beat: Callable[[], None]) -> Raised:
        quick = self.quick
        named, kits, trouble = self._shelf.take(self._recipe)
        station = self._station(named, kits)
        while station.position < self._head:
            beat()
            station.render_chunk()
        live = Live(station, self._shared.ring, self._lead, self._clock)
        playing = Playing(self._command, station, self._shared, self._area, live)
        reports: list[Report] = []
        if trouble is not None:
            recipe = station.recipe.to_json()
            reports.append(Troubled(playing.name, trouble.kit, trouble.why, trouble.last, recipe))
        reports += playing.begin(playing=self._command.playing)
        if not quick and self._command.playing:
            reports += playing.step()
        return Raised(playing, [*reports, Opened(playing.name, playing.recipe)])

    def _station(self, recipe: Recipe, kits: Kits) -> Station:
        """Return the station as it was at its newest snapshot, else at the head of the ring."""
        if self._snapshot is not None and self._snapshot.position <= self._head:
            try:
                return Station(recipe, self._shelf.kernels, kits=kits, snapshot=self._snapshot)
            except (ValueError, TypeError):
                pass
        return Station(recipe, self._shelf.kernels, self._head, kits)
