"""A worker's loop: the stations it has, whichever is due first, and commands in between."""

import os
import selectors
import socket
import time
from collections import deque
from operator import attrgetter
from queue import SimpleQueue
from threading import Thread
from typing import Final

from auralis.observability.memory import resident_mb
from auralis.station.messages import Close, Command, Control, Done, Failed, Inbox, Open, Pause, Resume, Stop
from auralis.station.outbox import Outbox
from auralis.station.playing import Playing
from auralis.station.priority import Priority
from auralis.station.pulse import Pulse
from auralis.station.raising import Raised, Raising
from auralis.station.shelf import Shelf
from auralis.streaming.wall_clock import WallClock

_IDLE_S: Final = 0.25
_DEAF_S: Final = 0.005
"""While chunks are due, the socket is looked at no more often than this."""
_MEMORY_S: Final = 1.0
_BEGINS: Final = attrgetter("begins")


class Rendering:
    """Plays stations until it is told to stop or the server is gone.

    The station whose next chunk is due first is rendered first. A turn of the loop hears what has come
    and renders one chunk; where none is due, it opens one station. Whatever takes long to open (a kit
    that must be loaded, a font that must play again) is opened by a thread. Commands wait in the socket
    while the server does not read its answers.
    """

    def __init__(self, connection: socket.socket, shelf: Shelf, pulse: Pulse, lead: float) -> None:
        self._connection = connection
        self._outbox = Outbox(connection)
        self._inbox = Inbox()
        self._openings: deque[tuple[Open, tuple[int, ...]]] = deque()
        self._shelf = shelf
        self._pulse = pulse
        self._lead = lead
        self._clock = WallClock()
        self._stations: dict[str, Playing] = {}
        self._raising: dict[str, deque[Command]] = {}
        self._raised: SimpleQueue[tuple[str, Raised]] = SimpleQueue()
        self._wake = os.eventfd(0, os.EFD_NONBLOCK)
        self._memory_at = self._heard_at = 0.0
        self._charged = time.thread_time()
        self._priority = Priority()
        self._selector = selectors.DefaultSelector()
        self._selector.register(connection, selectors.EVENT_READ)
        self._selector.register(self._wake, selectors.EVENT_READ)

    def run(self) -> None:
        """Play."""
        while self._turn():
            pass

    def _turn(self) -> bool:
        self._pulse.beat()
        due, now = self._due(), self._clock.monotonic()
        late = due is not None and due.begins <= now
        if not late or now - self._heard_at > _DEAF_S:
            if not self._listen(0.0 if late else self._wait(due, now)):
                return False
            due = self._due()
        if due is not None and due.begins <= self._clock.monotonic():
            self._render(due)
        elif self._openings:
            self._open(*self._openings.popleft())
            self._charged = time.thread_time()
        else:
            self._priority.lower()
        return True

    def _listen(self, seconds: float) -> bool:
        """Wait for what comes, and follow it; return False once there is nothing more to do."""
        if not self._hear(seconds) or not self._obey():
            return False
        self._heard_at = self._clock.monotonic()
        self._welcome()
        self._measure()
        return True

    def _wait(self, due: Playing | None, now: float) -> float:
        """Return how long there is nothing to do."""
        if self._openings or not self._raised.empty():
            return 0.0
        return _IDLE_S if due is None else min(max(due.begins - now, 0.0), _IDLE_S)

    def _due(self) -> Playing | None:
        """Return the station that is due first, of those whose answers the server has."""
        sent = self._outbox.sent
        first = min(self._stations.values(), key=_BEGINS, default=None)
        if first is None or first.blocked_until <= sent:
            return first
        free = (p for p in self._stations.values() if p.blocked_until <= sent)
        return min(free, key=_BEGINS, default=None)

    def _hear(self, seconds: float) -> bool:
        """Wait for what comes, and for room to say what waits; return False once the server is gone."""
        self._outbox.flush()
        reading = 0 if self._outbox.full else selectors.EVENT_READ
        writing = 0 if self._outbox.empty else selectors.EVENT_WRITE
        self._watch(reading | writing)
        for key, events in self._selector.select(seconds):
            if key.fileobj is not self._connection:
                os.eventfd_read(self._wake)
            elif events & selectors.EVENT_READ and not self._inbox.receive(self._connection):
                return False
        self._outbox.flush()
        return True

    def _watch(self, events: int) -> None:
        watched = self._selector.get_map().get(self._connection)
        if watched is not None and watched.events == events:
            return
        if watched is not None:
            self._selector.unregister(self._connection)
        if events:
            self._selector.register(self._connection, events)

    def _obey(self) -> bool:
        """Follow what was asked; return False for `Stop`. What is to be opened waits for its turn."""
        for command in self._inbox.commands():
            if isinstance(command, Stop):
                return False
            if isinstance(command, Open):
                self._openings.append((command, self._inbox.descriptors()))
                self._raising[command.station] = deque()
            elif command.station in self._raising:
                self._raising[command.station].append(command)
            else:
                self._follow(command)
        return True

    def _open(self, command: Open, descriptors: tuple[int, ...]) -> None:
        try:
            raising = Raising(command, descriptors, self._shelf, self._lead, self._clock)
        except Exception as error:
            failed = Failed(command.station, f"{type(error).__name__}: {error}")
            self._raised.put((command.station, Raised(None, [failed])))
            return
        if raising.taking_over:
            self._priority.raise_it()
        if raising.quick:
            self._raised.put((command.station, raising.run(lambda: self._pulse.beat(command.number))))
            self._pulse.beat()
        else:
            Thread(target=self._raise, args=(command.station, raising), daemon=True).start()

    def _raise(self, name: str, raising: Raising) -> None:
        self._raised.put((name, raising.run(lambda: None)))
        os.eventfd_write(self._wake, 1)

    def _welcome(self) -> None:
        """Take in the stations that are open, and follow what was asked of them meanwhile."""
        while not self._raised.empty():
            name, raised = self._raised.get()
            self._take(name, raised)
            for command in self._raising.pop(name):
                self._follow(command)

    def _take(self, name: str, raised: Raised) -> None:
        if raised.playing is not None:
            self._stations[name] = raised.playing
            self._memory_at = 0.0
        for report in raised.reports:
            self._outbox.say(report)

    def _follow(self, command: Command) -> None:
        match command:
            case Control(station=name) if name in self._stations:
                playing = self._stations[name]
                for report in playing.wish(command):
                    self._outbox.say(report)
                playing.blocked_until = self._outbox.said
            case Pause(station=name, id=number) if name in self._stations:
                self._stations[name].pause()
                self._outbox.say(Done(name, number))
            case Resume(station=name, id=number) if name in self._stations:
                self._stations[name].resume()
                self._outbox.say(Done(name, number))
            case Close(station=name) if name in self._stations:
                self._stations.pop(name).close()

    def _render(self, playing: Playing) -> None:
        self._pulse.beat(playing.number)
        for report in playing.answers():
            self._outbox.say(report)
            playing.blocked_until = self._outbox.said
        if playing.blocked_until <= self._outbox.sent:
            for report in playing.step():
                self._outbox.say(report)
        self._charge(playing)
        self._pulse.beat()

    def _charge(self, playing: Playing) -> None:
        """Charge a station with all that was done since the last was charged: the sum is the whole load."""
        now = time.thread_time()
        playing.charge(now - self._charged)
        self._charged = now

    def _measure(self) -> None:
        """Divide the memory among the stations, once a second."""
        now = self._clock.monotonic()
        if now - self._memory_at > _MEMORY_S and self._stations:
            self._memory_at = now
            share = resident_mb() / len(self._stations)
            for playing in self._stations.values():
                playing.memory_mb = share
