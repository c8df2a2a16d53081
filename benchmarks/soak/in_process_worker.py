"""A render worker without a process of its own, by a clock that is moved."""

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from auralis.station.messages import Close, Command, Control, Done, Open, Pause, Resume
from auralis.station.raising import Raising
from auralis.station.shelf import Shelf
from auralis.streaming.clock import Clock

if TYPE_CHECKING:
    from auralis.station.hosted import Hosted
    from auralis.station.playing import Playing


class InProcessWorker:
    """Does what `station.rendering.Rendering` does, in turns: each obeys, and renders what is due.

    Stations are those of `station.hosted`, with the same commands, memory and reports as in a process.
    """

    def __init__(self, shelf: Shelf, lead: float, clock: Clock) -> None:
        self.hosted: dict[str, Hosted] = {}
        self._shelf = shelf
        self._lead = lead
        self._clock = clock
        self._playing: dict[str, Playing] = {}
        self._inbox: list[tuple[Command, tuple[int, ...]]] = []

    def send(self, command: Command, descriptors: Sequence[int] = ()) -> None:
        """Take a command, as `RenderProcess.send`."""
        self._inbox.append((command, tuple(map(os.dup, descriptors))))

    def turn(self) -> None:
        """Follow what was asked, then render all that is due by now."""
        inbox, self._inbox = self._inbox, []
        for command, descriptors in inbox:
            self._follow(command, descriptors)
        now = self._clock.monotonic()
        for playing in list(self._playing.values()):
            while playing.begins <= now:
                self._tell(playing.name, playing.answers())
                self._tell(playing.name, playing.step())

    def _follow(self, command: Command, descriptors: tuple[int, ...]) -> None:
        match command:
            case Open(station=name):
                raised = Raising(command, descriptors, self._shelf, self._lead, self._clock).run(lambda: None)
                if raised.playing is not None:
                    self._playing[name] = raised.playing
                self._tell(name, raised.reports)
            case Control(station=name) if name in self._playing:
                self._tell(name, self._playing[name].wish(command))
            case Pause(station=name, id=number) if name in self._playing:
                self._playing[name].pause()
                self._tell(name, [Done(name, number)])
            case Resume(station=name, id=number) if name in self._playing:
                self._playing[name].resume()
                self._tell(name, [Done(name, number)])
            case Close(station=name) if name in self._playing:
                self._playing.pop(name).close()

    def _tell(self, name: str, reports: Iterable[object]) -> None:
        if name in self.hosted:
            for report in reports:
                self.hosted[name].take(report)  # type: ignore[arg-type]
