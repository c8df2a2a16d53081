"""A stage whose stations are composed and played in this process."""

from collections.abc import Mapping, Sequence

from benchmarks.soak.in_process_worker import InProcessWorker

from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe
from auralis.station.hosted import Hosted

_SECONDS = 10.0
_COST = 0.01


class InProcessStage:
    """Implements `streaming.stage.Stage` with one worker, whose turns somebody else makes."""

    def __init__(self, worker: InProcessWorker) -> None:
        self.worker = worker
        self._opened = 0

    @property
    def sources(self) -> Sequence[Hosted]:
        """The stations that are open."""
        return tuple(self.worker.hosted.values())

    @property
    def workers(self) -> Mapping[str, int]:
        """One worker, and none in reserve."""
        return {"playing": 1, "spare": 0, "starting": 0, "missing": 0}

    async def open(self, name: str, recipe: Recipe, first: int = 0, *, playing: bool = True) -> Hosted:
        """Begin a station."""
        if name in self.worker.hosted:
            raise InvalidValue("station", name, "a name that is not taken")
        self._opened += 1
        station = Hosted(name, self._opened, recipe, _SECONDS, _COST, first)
        self.worker.hosted[name] = station
        station.playing = playing
        station.play_in(self.worker)  # type: ignore[arg-type]
        self.worker.turn()
        await station.opened()
        return station

    async def close(self, name: str) -> None:
        """End a station."""
        station = self.worker.hosted.pop(name, None)
        if station is not None:
            station.close()

    async def pause(self, name: str) -> None:
        """Let a station rest."""
        await self.worker.hosted[name].pause()

    async def resume(self, name: str) -> None:
        """Have it go on."""
        if not self.worker.hosted[name].playing:
            await self.worker.hosted[name].resume()
