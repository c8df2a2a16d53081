"""Where stations are rendered, as a server sees it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from auralis.core.recipe import Recipe
from auralis.streaming.source import Source


class Overloaded(RuntimeError):
    """There is no room for another station; the message says what fills it."""


class SourceBusy(Overloaded):
    """Too many changes of a station wait for their answers, so that another one is refused."""


class Stage(Protocol):
    """Opens, pauses and closes stations; each is a `Source` as long as it is open.

    A paused station can be changed: what is changed takes effect at the frame at which it goes on.
    """

    @property
    def sources(self) -> Sequence[Source]:
        """The stations that are open, paused ones included, in the order they were opened."""
        ...

    @property
    def workers(self) -> Mapping[str, int]:
        """How many processes are `playing`, `spare`, `starting`; `missing` are those that should play."""
        ...

    async def open(self, name: str, recipe: Recipe, first: int = 0, *, playing: bool = True) -> Source:
        """Begin a station at chunk `first` of a recipe and return it once that chunk is there.

        One that is not to be `playing` yet is paused ahead of that chunk, takes next to nothing, and is
        returned at once; what can't be played is found out when it is resumed or changed.
        Raises `InvalidValue` for a name that is taken or a recipe that can't be played, `Overloaded`
        where it would not fit beside what is rendered already, `SourceGone` if rendering ended.
        """
        ...

    async def close(self, name: str) -> None:
        """End a station and free what it holds; nothing happens if there is none of this name."""
        ...

    async def pause(self, name: str) -> None:
        """Stop rendering a station. Its ring keeps what it has, and its origin becomes infinite.

        Nothing happens if it is paused already, as with `resume` if it is not.
        """
        ...

    async def resume(self, name: str) -> None:
        """Go on at the very next frame: the ring's origin is set so that `head` is due one lead from now.

        May raise `Overloaded` where others have taken its room; then it stays paused.
        """
        ...
