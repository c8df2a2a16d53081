"""What a worker says to its server, without ever waiting for it."""

import socket
from typing import Final

from auralis.station.messages import Rendered, Report, Update, pack

_FULL: Final = 1 << 20


class Outbox:
    """Sends reports in their order, as fast as the server reads.

    Figures of single chunks wait for the next `flush` or for another report, and go with it in one piece.
    While more than a megabyte waits, figures of single chunks are left out, and of updates only a
    station's last is kept. Answers are never lost: who makes them must make no more while it is `full`.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._waiting = bytearray()
        self._updates: dict[str, Update] = {}
        self._said = 0
        self._sent = 0

    @property
    def said(self) -> int:
        """Bytes that were put in, from the beginning."""
        return self._said

    @property
    def sent(self) -> int:
        """Bytes that the server's side has, from the beginning."""
        return self._sent

    @property
    def full(self) -> bool:
        """Whether too much waits."""
        return self._said - self._sent > _FULL

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting and not self._updates

    def say(self, report: Report) -> None:
        """Send a report, or keep it until it can be sent. Raises ConnectionError when the server is gone."""
        if isinstance(report, Rendered):
            if not self.full:
                self._put(report)
            return
        if self.full and isinstance(report, Update):
            self._updates[report.station] = report
            return
        self._put(report)
        self.flush()

    def flush(self) -> None:
        """Send what can be sent now."""
        if self._updates and not self.full:
            for update in self._updates.values():
                self._put(update)
            self._updates.clear()
        while self._waiting:
            try:
                sent = self._connection.send(self._waiting, socket.MSG_DONTWAIT)
            except (BlockingIOError, InterruptedError):
                return
            self._sent += sent
            del self._waiting[:sent]

    def _put(self, report: Report) -> None:
        data = pack(report)
        self._said += len(data)
        self._waiting += data
