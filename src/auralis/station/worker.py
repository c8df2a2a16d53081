"""The render worker: a process of its own, at lower priority, that plays one station into shared memory.

`python -m auralis.station.worker CONFIG` with CONFIG as JSON. It leaves when it is told to stop or
when the server's end of the socket closes, however the server ended.
"""

import mmap
import os
import signal
import socket
import sys
from pathlib import Path

import msgspec

from auralis.core.errors import InvalidValue
from auralis.core.recipe import Change, parse
from auralis.engine import Kernels, load_kit
from auralis.observability.memory import resident_mb
from auralis.station.live import Live, Pace
from auralis.station.loading import telling_kernels
from auralis.station.messages import (
    START,
    Applied,
    Control,
    Failed,
    Inbox,
    Progress,
    Ready,
    Refused,
    Rendered,
    Report,
    Stop,
    Update,
    receive,
    send,
)
from auralis.station.station import Station
from auralis.streaming.ring import RingBuffer
from auralis.streaming.wall_clock import WallClock

_NICE = 10


class Config(msgspec.Struct, frozen=True):
    """What a worker is started with; the descriptors are inherited. `again` is its second beginning."""

    recipe: str
    kernels: str
    lead: float
    seconds: float
    memory_fd: int
    socket_fd: int
    again: bool = False


class Worker:
    """Renders when a chunk is wanted and listens for commands in between."""

    def __init__(self, station: Station, live: Live, connection: socket.socket) -> None:
        self._station = station
        self._live = live
        self._connection = connection
        self._inbox = Inbox()
        self._next_phrase = 0

    def run(self) -> None:
        """Play until told to stop or left alone."""
        self._live.start()
        self._say(Ready(self._station.recipe.to_json()))
        self._announce_phrase()
        while True:
            received = receive(self._connection, self._live.wait())
            if received is None:
                return
            for command in self._inbox.commands(received):
                if isinstance(command, Stop):
                    return
                self._control(command)
            if self._live.wait() <= 0:
                self._report(self._live.step())
                self._announce_phrase()

    def _control(self, command: Control) -> None:
        try:
            changes = self._station.control(command.settings, command.boundary)
        except InvalidValue as error:
            self._say(Refused(command.id, error.field, error.value, error.allowed))
            return
        self._say(Applied(command.id, [c.as_dict() for c in changes], self._station.recipe.to_json()))
        self._announce(changes)

    def _announce_phrase(self) -> None:
        """Announce a phrase once its first frames are rendered."""
        if self._station.position > self._next_phrase:
            self._announce()

    def _announce(self, changes: tuple[Change, ...] = ()) -> None:
        announcement = self._station.announcement(changes)
        self._next_phrase = announcement.next_phrase_frame
        self._say(Update(msgspec.to_builtins(announcement)))

    def _report(self, pace: Pace) -> None:
        self._say(Rendered(pace.seq, pace.render_ms, pace.lead_ms, resident_mb()))

    def _say(self, report: Report) -> None:
        send(self._connection, report)


def main(argument: str) -> int:
    """Run a worker from its configuration; return the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    config = msgspec.json.decode(argument, type=Config)
    with socket.socket(fileno=config.socket_fd) as connection:
        try:
            kernels = _loaded(config, connection)
            os.nice(_NICE)
            _play(config, connection, kernels)
        except (BrokenPipeError, ConnectionResetError):
            return 0
        except InvalidValue as error:
            send(connection, Refused(START, error.field, error.value, error.allowed))
            return 2
        except Exception as error:
            send(connection, Failed(f"{type(error).__name__}: {error}"))
            raise
    return 0


def _loaded(config: Config, connection: socket.socket) -> Kernels:
    """Return the kernels of the recipe's kit, all of them loaded.

    Once any had to be compiled, the process begins again: a compiler leaves some 60 MB behind.
    """
    told: list[str] = []

    def tell(line: str) -> None:
        told.append(line)
        send(connection, Progress(line))

    recipe = parse(config.recipe)
    kernels = telling_kernels(Path(config.kernels), tell)
    for patch in load_kit(recipe.kit).patches:
        kernels.program(patch, recipe.sample_rate)
    if told and not config.again:
        again = msgspec.json.encode(msgspec.structs.replace(config, again=True)).decode()
        os.execv(sys.executable, [sys.executable, "-m", "auralis.station.worker", again])  # noqa: S606 -- itself
    return kernels


def _play(config: Config, connection: socket.socket, kernels: Kernels) -> None:
    recipe = parse(config.recipe)
    memory = mmap.mmap(config.memory_fd, RingBuffer.bytes_needed(recipe.sample_rate, config.seconds))
    ring = RingBuffer(memoryview(memory), recipe.sample_rate, config.seconds, create=False)
    station = Station(recipe, kernels)
    Worker(station, Live(station, ring, config.lead, WallClock()), connection).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
