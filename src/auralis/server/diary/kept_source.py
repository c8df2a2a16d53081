"""A station whose changes are on the disk before anybody is told of them."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from operator import is_

from auralis.core.recipe import Change, Recipe
from auralis.journal.entries import Changed, Faded
from auralis.journal.kept_station import as_entries
from auralis.server.diary.diary import Diary
from auralis.streaming.ring import RingBuffer
from auralis.streaming.source import Source


class KeptSource:
    """A `Source` around another one: what is told of changes waits for the diary, the sound does not.

    The changes that were `written` are those of the recipe it is made with.
    """

    def __init__(self, source: Source, diary: Diary) -> None:
        self._source = source
        self._diary = diary
        self._written = source.recipe.changes
        self._keeping: asyncio.Future[bool] | None = None
        self._update = source.update
        self._waiting: deque[Mapping[str, object]] = deque()
        self._telling: asyncio.Task[None] | None = None
        self._told: list[Callable[[Mapping[str, object]], None]] = []
        self._end = source.on_update(self._hear)

    @property
    def name(self) -> str:
        """Its name."""
        return self._source.name

    @property
    def sample_rate(self) -> int:
        """Frames a second."""
        return self._source.sample_rate

    @property
    def ring(self) -> RingBuffer:
        """Its ring."""
        return self._source.ring

    @property
    def recipe(self) -> Recipe:
        """The recipe so far."""
        return self._source.recipe

    @property
    def context(self) -> Mapping[str, object]:
        """The settings in force, changes still to come included."""
        return self._source.context

    @property
    def figures(self) -> Mapping[str, float]:
        """The last measurements."""
        return self._source.figures

    @property
    def update(self) -> Mapping[str, object]:
        """The newest update that may be told."""
        return self._update or self._source.update

    async def control(self, settings: Mapping[str, object], boundary: str | None) -> Sequence[Change]:
        """Change settings, as `Source.control`; returns once what was logged is kept, or can't be."""
        changes = await self._source.control(settings, boundary)
        if "fade" in settings:
            self._forget_farewell()
        await self.keep()
        return changes

    async def keep(self) -> None:
        """Write down what is new in the log, and wait until all of it is on the disk."""
        changes = self._source.recipe.changes
        if changes is not self._written:
            first = _alike(self._written, changes)
            if first < max(len(changes), len(self._written)):
                entry = Changed(self.name, first, as_entries(changes[first:]), *self._diary.place(self.ring))
                self._keeping = self._diary.write(entry)
            self._written = changes
        if self._keeping is not None:
            await asyncio.wait((self._keeping,))

    def on_update(self, callback: Callable[[Mapping[str, object]], None]) -> Callable[[], None]:
        """Call back with each update, those with changes once these are kept."""
        self._told.append(callback)
        return lambda: self._told.remove(callback)

    def on_render(self, callback: Callable[[float], None]) -> Callable[[], None]:
        """Call back with the milliseconds each chunk took."""
        return self._source.on_render(callback)

    def close(self) -> None:
        """Tell nothing more."""
        self._end()
        if self._telling is not None:
            self._telling.cancel()

    def _hear(self, update: Mapping[str, object]) -> None:
        if not update["changes"] and self._telling is None:
            self._tell(update)
            return
        self._waiting.append(update)
        if self._telling is None:
            self._telling = asyncio.get_running_loop().create_task(self._tell_in_time())

    async def _tell_in_time(self) -> None:
        """Tell what waits, in its order."""
        try:
            while self._waiting:
                await self.keep()
                self._tell(self._waiting.popleft())
        finally:
            self._telling = None

    def _tell(self, update: Mapping[str, object]) -> None:
        self._update = update
        for callback in list(self._told):
            callback(update)

    def _forget_farewell(self) -> None:
        """Undo nothing that somebody asked for: there is no return from a farewell any more."""
        kept = self._diary.stations.get(self.name)
        if kept is not None and kept.fade is not None and not self._diary.leaving:
            self._keeping = self._diary.write(Faded(self.name, None))


def _alike(one: Sequence[Change], other: Sequence[Change]) -> int:
    """Return how many changes two logs have in common, from their beginning."""
    same = list(map(is_, one, other))
    alike = same.index(False) if False in same else len(same)
    while alike < len(same) and one[alike] == other[alike]:
        alike += 1
    return alike
