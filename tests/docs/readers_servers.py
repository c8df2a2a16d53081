"""The two servers that the documents speak of: the reader's own, and another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.conftest import Servers, servers

MAIN = ("--seed", "7", "--preset", "sleep")
"""What the reader's own server is started with."""
STATIONS = "sleep,focus"


class ReadersServers:
    """Servers by what they were started with; the same words are the same server."""

    def __init__(self, start: Servers, folder: Path) -> None:
        self._start = start
        self._folder = folder
        self._said: dict[frozenset[str], str] = {}
        self.here = self._begin(MAIN, AURALIS_STATIONS=STATIONS)
        self.other = self._begin((), AURALIS_STATIONS="")

    def said(self, words: list[str]) -> str:
        """Return what a server with these options says as it starts; where it listens is loopback here."""
        if frozenset(words) not in self._said:
            self._begin(tuple(words))
        return self._said[frozenset(words)]

    def _begin(self, words: tuple[str, ...], **variables: str) -> str:
        data = self._folder / str(len(self._said))
        address = self._start(*words, AURALIS_DATA_DIR=str(data), AURALIS_RENDER_PROCESSES="1", **variables)
        out = self._start.processes[address].stdout
        assert out is not None
        self._said[frozenset(words)] = f"Auralis plays at {address}\n{out.readline()}"
        return address.removeprefix("http://").rstrip("/")


@contextmanager
def readers_servers(cache_home: Path, folder: Path) -> Iterator[ReadersServers]:
    """Give the servers; in the end each must leave in good order."""
    with servers(cache_home) as start:
        yield ReadersServers(start, folder)
