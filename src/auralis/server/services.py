"""What the routes of a server talk to."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial

from auralis.library.exports import Exports
from auralis.library.library import Library
from auralis.library.user_presets import UserPresets
from auralis.observability.disk_watch import DiskWatch
from auralis.server.access import Links
from auralis.server.figures import Vitals
from auralis.server.keeping import Keeping, PresetKeeping, kept_at
from auralis.server.stations import Repertoire, Stations
from auralis.server.wire import Traffic
from auralis.streaming.stage import Stage


@dataclass(frozen=True, slots=True)
class Services:
    """The stations, how they and the server fare, what they may play, and what is kept.

    Without a `keeping` nothing can be kept, without a `preset_keeping` there are the built-in presets alone.
    """

    version: str
    device: str
    stations: Stations
    vitals: Vitals
    traffic: Traffic
    repertoire: Repertoire
    links: Links
    keeping: Keeping | None
    preset_keeping: PresetKeeping | None

    @property
    def library(self) -> Library | None:
        """Where moments are kept."""
        return None if self.keeping is None else self.keeping.library

    @property
    def keepings(self) -> tuple[Keeping | PresetKeeping, ...]:
        """What runs beside the stations."""
        return tuple(k for k in (self.keeping, self.preset_keeping) if k is not None)


def services(
    stage: Stage,
    stations: Stations,
    links: Links,
    version: str,
    device: str,
    exports: Exports | None,
    presets: UserPresets | None,
    kits: Collection[str],
) -> Services:
    """Return what an application's routes talk to; personal stations play the first one's kit at its rate."""
    first = stage.sources[0].recipe
    fonts = frozenset((s.recipe.font, s.recipe.fluidsynth) for s in stage.sources)
    repertoire = Repertoire(version, first.kit, first.sample_rate, frozenset(kits), fonts)
    keeping, disk = None, None
    if exports is not None:
        repertoire = replace(repertoire, kept=partial(kept_at, exports))
        keeping, disk = Keeping(exports, stations, repertoire), DiskWatch(exports.library.folder)
    preset_keeping = None if presets is None else PresetKeeping(presets, stations)
    if preset_keeping is not None:
        repertoire = replace(repertoire, expand=preset_keeping.expanded)
    vitals = Vitals(stations, disk=disk)
    parts = (stations, vitals, Traffic(), repertoire, links, keeping, preset_keeping)
    return Services(version, device, *parts)
