"""What an application is made of."""

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from fastapi import FastAPI

from auralis.library.exports import Exports
from auralis.library.user_presets import UserPresets
from auralis.observability.disk_watch import DiskWatch
from auralis.server.keeping import Keeping, kept_at
from auralis.server.preset_keeping import PresetKeeping
from auralis.server.repertoire import Repertoire
from auralis.server.stations import Stations
from auralis.server.traffic import Traffic
from auralis.server.vitals import Vitals
from auralis.streaming.stage import Stage


@dataclass(frozen=True, slots=True)
class Parts:
    """The stations, what is measured of them, what may be opened, and what keeps moments and presets."""

    stations: Stations
    vitals: Vitals
    traffic: Traffic
    repertoire: Repertoire
    keeping: Keeping | None
    presets: PresetKeeping | None

    @classmethod
    def of(
        cls, stations: Stations, repertoire: Repertoire, exports: Exports | None, presets: UserPresets | None
    ) -> Self:
        """Return the parts; where there are no exports, or presets, nothing of that kind can be kept."""
        disk = None if exports is None else DiskWatch(exports.library.folder)
        keeping = kept_presets = None
        if exports is not None:
            repertoire = replace(repertoire, kept=partial(kept_at, exports))
            keeping = Keeping(exports, stations, repertoire)
        if presets is not None:
            kept_presets = PresetKeeping(presets, stations)
            repertoire = replace(repertoire, expand=kept_presets.expanded)
        return cls(stations, Vitals(stations, disk=disk), Traffic(), repertoire, keeping, kept_presets)

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """Do what is done as long as an application runs."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.vitals.lifespan(app))
            for keeping in (self.keeping, self.presets):
                if keeping is not None:
                    await stack.enter_async_context(keeping.lifespan())
            yield


def first_repertoire(stage: Stage, version: str, kits: Collection[str]) -> Repertoire:
    """Return what may be opened beside the stations on a stage: the first one's kit if nothing is said."""
    first = stage.sources[0].recipe
    fonts = frozenset((s.recipe.font, s.recipe.fluidsynth) for s in stage.sources)
    return Repertoire(version, first.kit, first.sample_rate, frozenset(kits), fonts)
