"""The render worker: a process of its own, at lower priority, that plays stations into shared memory.

`python -m auralis.station.worker CONFIG` with CONFIG as JSON. It leaves when it is told to stop or
when the server's end of the socket closes, however the server ended.
"""

import faulthandler
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Final

import msgspec

from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.core.units import CHUNKS_PER_SECOND
from auralis.station.kits import BUILT_IN
from auralis.station.messages import Failed, Progress, Refused, Warm, pack
from auralis.station.priority import Priority
from auralis.station.pulse import Pulse
from auralis.station.recipes import new_recipe
from auralis.station.rendering import Rendering
from auralis.station.shelf import Shelf
from auralis.station.snapshot_area import SnapshotArea
from auralis.station.snapshot_format import pack as packed
from auralis.station.station import Station
from auralis.station.workshop import Workshop

_REHEARSAL_S: Final = 1
_RATE: Final = 44_100


class Config(msgspec.Struct, frozen=True):
    """What a worker is started with; the descriptors are inherited.

    `fonts` are the SoundFonts to choose from where a kit plays one; `kits` are loaded before it says
    that it is warm, each at its rate, besides the built-in one. `beside` is set while others play
    already.
    """

    kernels: str
    lead: float
    pulse_fd: int
    socket_fd: int
    fonts: list[str] = []
    kits: list[tuple[str, int]] = []
    beside: bool = False


def main(argument: str) -> int:
    """Run a worker from its configuration; return the exit status."""
    # Meant for the server, which ends its workers or reads its settings again.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    faulthandler.enable()
    # numba looks for linear algebra of scipy, which no kernel uses and which takes long to load.
    sys.modules.setdefault("scipy.linalg", None)  # type: ignore[arg-type]
    config = msgspec.json.decode(argument, type=Config)
    with socket.socket(fileno=config.socket_fd) as connection:
        try:
            if config.beside:
                Priority.begin()
            shelf = _loaded(config, connection)
            Priority.begin()
            cost = _rehearsed(shelf)
            connection.sendall(pack(Warm(cost)))
            Rendering(connection, shelf, Pulse.joined(config.pulse_fd), config.lead).run()
        except (BrokenPipeError, ConnectionResetError):
            return 0
        except Exception as error:
            connection.sendall(pack(Failed("", f"{type(error).__name__}: {error}")))
            raise
    return 0


def _loaded(config: Config, connection: socket.socket) -> Shelf:
    """Return the shelf with its first kits on it."""

    def tell(line: str) -> None:
        connection.sendall(pack(Progress(line)))

    workshop = Workshop(Path(config.kernels), tell)
    shelf = Shelf(workshop.kernels, [Path(font) for font in config.fonts])
    for kit, rate in dict.fromkeys([(BUILT_IN, _RATE), *config.kits]):
        try:
            shelf.take(new_recipe(MusicalContext.of(), 0, kit, rate))
        except InvalidValue as error:
            connection.sendall(pack(Refused("", None, error.field, error.value, error.allowed)))
    workshop.closed = True
    return shelf


def _rehearsed(shelf: Shelf) -> float:
    """Play the built-in kit unheard, so that nothing happens for the first time later; return its cost.

    That is CPU seconds for each second of sound.
    """
    recipe, kits, _ = shelf.take(new_recipe(MusicalContext.of(), 0, BUILT_IN, _RATE))
    station = Station(recipe, shelf.kernels, kits=kits)
    station.announcement()
    area = SnapshotArea.new()
    begun = time.thread_time()
    for _ in range(CHUNKS_PER_SECOND * _REHEARSAL_S):
        station.render_chunk()
    cost = (time.thread_time() - begun) / _REHEARSAL_S
    area.write(packed(station.snapshot()))
    Station(recipe, shelf.kernels, kits=kits, snapshot=area.read()).render_chunk()
    area.close()
    return cost


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
