"""A running station, as listeners and servers see it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from auralis.core.recipe import Change, Recipe
from auralis.streaming.ring import RingBuffer


class SourceGone(RuntimeError):
    """What renders the station has ended, so that nothing can be changed; the message says why."""


class Source(Protocol):
    """What a server needs of a station; callbacks are called in the event loop."""

    @property
    def name(self) -> str:
        """The station's name, such as `main`."""
        ...

    @property
    def sample_rate(self) -> int:
        """Frames a second: 44,100 or 48,000."""
        ...

    @property
    def ring(self) -> RingBuffer:
        """The ring that the station renders into."""
        ...

    @property
    def recipe(self) -> Recipe:
        """The recipe so far, every setting resolved."""
        ...

    @property
    def context(self) -> Mapping[str, object]:
        """The flat settings that listeners have made, changes still to come included."""
        ...

    @property
    def update(self) -> Mapping[str, object]:
        """The newest `generation_update`, without `type` and `next_phrase_in_ms`."""
        ...

    @property
    def figures(self) -> Mapping[str, float]:
        """`render_ms`, `lead_ms`, `phrases`, `memory_mb`, `alive` (1.0 or 0.0).

        Of a station in a fleet also `restarts` (how often another worker took over), `snapshot_ms`, `cost`,
        its share of a core, and `reduction_db`, what the master takes from the loudest frame of the last
        chunk. `memory_mb` is its share of the worker's memory. `fallback` is 1.0 once its own kit has failed.
        """
        ...

    async def control(self, settings: Mapping[str, object], boundary: str | None) -> Sequence[Change]:
        """Change settings at a boundary (each setting's own if None); return what was logged.

        Raises `InvalidValue` and changes nothing if any setting is wrong; `stage.SourceBusy` if too
        many wait already; `SourceGone` if it is too late.
        """
        ...

    def on_update(self, callback: Callable[[Mapping[str, object]], None]) -> Callable[[], None]:
        """Call back with each new `update`; returns what ends it."""
        ...

    def on_render(self, callback: Callable[[float], None]) -> Callable[[], None]:
        """Call back with the milliseconds each chunk took to render; returns what ends it."""
        ...
