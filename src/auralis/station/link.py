"""The server's end of the socket to a worker."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Sequence

from auralis.station.messages import Command, Inbox, Report, pack


class Link:
    """Sends commands, with descriptors where they need them, and hands on reports as they come.

    `heard` is called with each report, `ended` once, when the worker's end is closed and all that it
    had said was handed on.
    """

    def __init__(
        self, ours: socket.socket, heard: Callable[[Report], None], ended: Callable[[], None]
    ) -> None:
        ours.setblocking(False)
        self._socket = ours
        self._heard = heard
        self._ended = ended
        self._inbox = Inbox()
        self._waiting: deque[tuple[bytes, Sequence[int]]] = deque()
        self._loop = asyncio.get_running_loop()
        self._open = True
        self._loop.add_reader(ours, self._read)

    def send(self, command: Command, descriptors: Sequence[int] = ()) -> None:
        """Send a command; nothing happens if the worker is gone."""
        if not self._open:
            return
        if not self._waiting:
            self._loop.add_writer(self._socket, self._write)
        self._waiting.append((pack(command), descriptors))
        self._write()

    def close(self) -> None:
        """Hang up."""
        if self._open:
            self._open = False
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
            self._socket.close()

    def _read(self) -> None:
        more = self._inbox.receive(self._socket)
        for report in self._inbox.reports():
            self._heard(report)
        if not more:
            self.close()
            self._ended()

    def _write(self) -> None:
        while self._waiting:
            data, descriptors = self._waiting[0]
            try:
                sent = socket.send_fds(self._socket, [data], descriptors)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                self._waiting.clear()
                break
            if sent < len(data):
                self._waiting[0] = (data[sent:], ())
            else:
                self._waiting.popleft()
        self._loop.remove_writer(self._socket)
