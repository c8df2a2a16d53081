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
from auralis.core.recipe import Change, Recipe, parse
from auralis.engine import Kernels
from auralis.observability.memory import resident_mb
from auralis.station.kits import Kits, opening
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
    Troubled,
    Update,
    receive,
    send,
)
from auralis.station.station import Station
from auralis.streaming.ring import RingBuffer
from auralis.streaming.wall_clock import WallClock

_NICE = 10


class Config(msgspec.Struct, frozen=True):
    """What a worker is started with; the descriptors are inherited. `again` is its second beginning.

    `fonts` are the SoundFonts to choose from where the recipe's kit plays one.
    """

    recipe: str
    kernels: str
    lead: float
    seconds: float
    memory_fd: int
    socket_fd: int
    fonts: list[str] = []
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
        self._tell_troubles()
        self._announce_phrase()
        self._say(Ready(self._station.recipe.to_json()))
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
                self._tell_troubles()
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

    def _tell_troubles(self) -> None:
        """Tell what failed, and announce what was logged for it."""
        troubles, changes = self._station.troubles()
        for found in troubles:
            self._say(Troubled(found.kit, found.why, found.last, self._station.recipe.to_json()))
        if changes:
            self._announce(changes)

    def _say(self, report: Report) -> None:
        send(self._connection, report)


def main(argument: str) -> int:
    """Run a worker from its configuration; return the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    config = msgspec.json.decode(argument, type=Config)
    with socket.socket(fileno=config.socket_fd) as connection:
        try:
            recipe, kits = _kits(config, connection)
            kernels = _loaded(config, connection, recipe, kits)
            os.nice(_NICE)
            _play(config, connection, Station(recipe, kernels, kits=kits))
        except (BrokenPipeError, ConnectionResetError):
            return 0
        except InvalidValue as error:
            send(connection, Refused(START, error.field, error.value, error.allowed))
            return 2
        except Exception as error:
            send(connection, Failed(f"{type(error).__name__}: {error}"))
            raise
    return 0


def _kits(config: Config, connection: socket.socket) -> tuple[Recipe, Kits]:
    """Return the recipe to begin with and its kits; tell if it is not the kit asked for."""
    recipe, kits, trouble = opening(parse(config.recipe), [Path(font) for font in config.fonts])
    if trouble is not None:
        send(connection, Troubled(trouble.kit, trouble.why, trouble.last, recipe.to_json()))
    return recipe, kits


def _loaded(config: Config, connection: socket.socket, recipe: Recipe, kits: Kits) -> Kernels:
    """Return the kernels of the recipe's kits, all of them loaded.

    Once any had to be compiled, the process begins again: a compiler leaves some 60 MB behind.
    """
    told: list[str] = []

    def tell(line: str) -> None:
        told.append(line)
        send(connection, Progress(line))

    kernels = telling_kernels(Path(config.kernels), tell)
    kits.ready(kernels, recipe.sample_rate)
    if told and not config.again:
        again = msgspec.structs.replace(config, recipe=recipe.to_json(), again=True)
        command = [sys.executable, "-m", "auralis.station.worker", msgspec.json.encode(again).decode()]
        os.execv(sys.executable, command)  # noqa: S606 -- itself
    return kernels


def _play(config: Config, connection: socket.socket, station: Station) -> None:
    rate = station.recipe.sample_rate
    memory = mmap.mmap(config.memory_fd, RingBuffer.bytes_needed(rate, config.seconds))
    ring = RingBuffer(memoryview(memory), rate, config.seconds, create=False)
    Worker(station, Live(station, ring, config.lead, WallClock()), connection).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
