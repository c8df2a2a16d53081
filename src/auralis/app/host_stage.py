"""A stage of hosts: a render process for each permanent station."""

from collections.abc import Callable, Sequence
from pathlib import Path

from auralis.core.recipe import Recipe
from auralis.station.host import Host
from auralis.streaming.stage import Overloaded


class HostStage:
    """A `Stage` whose stations can be opened until the server starts, and never rest."""

    def __init__(
        self,
        kernels: Path,
        lead: float,
        seconds: float,
        tell: Callable[[str], None],
        fonts: Sequence[Path] = (),
    ) -> None:
        self.begun = False
        self._how = (kernels, lead, seconds, tell, fonts)
        self._hosts: dict[str, Host] = {}

    @property
    def sources(self) -> Sequence[Host]:
        """The stations that are open."""
        return tuple(self._hosts.values())

    async def open(self, name: str, recipe: Recipe) -> Host:
        """Begin a station; raises `Overloaded` once the server has begun."""
        if self.begun:
            raise Overloaded("each station takes a process of its own, and all are taken")
        host = Host(name, recipe, *self._how)
        await host.start()
        self._hosts[name] = host
        return host

    async def close(self, name: str) -> None:
        """End a station."""
        if name in self._hosts:
            await self._hosts.pop(name).stop()

    async def pause(self, name: str) -> None:
        """Raise `Overloaded`: a host can't rest."""
        raise Overloaded(f"{name} can't be paused")

    async def resume(self, name: str) -> None:
        """Do nothing: it plays."""

    async def stop(self) -> None:
        """End every station."""
        for name in tuple(self._hosts):
            await self.close(name)
