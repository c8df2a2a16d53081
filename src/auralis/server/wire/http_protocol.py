"""uvicorn's HTTP connection, with this server's buffers and farewell."""

import socket
from asyncio import TimerHandle, Transport
from typing import Final, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from auralis.server.wire.connections import Connections
from auralis.server.wire.protocol import BUFFER

STREAMS: Final = "/stream/"
_FAREWELL_S: Final = 1.0


class HttpProtocol(H11Protocol):
    """Keeps little back for a client that does not read, and ends streams when the server ends.

    Buffers are short, so that a slow listener skips to the newest chunk instead of hearing old ones.
    The application finds it as `connection` in its scope's state. Who does not say within `headers_s` what it
    wants, letter by letter or not at all, is hung up on; so is who comes when there are connections enough.
    """

    bounds = Connections()
    _patience: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Cap the buffers of a new connection."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "connection": self}
        self.access_log = False  # whoever handles the log: addresses have tokens in them
        transport.set_write_buffer_limits(high=BUFFER // 2)
        raw = cast("socket.socket | None", transport.get_extra_info("socket"))
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
            _write_at_once(raw)
        if self.bounds.exceeded((getattr(other, "client", None) for other in self.connections), self.client):
            self.transport.abort()
        else:
            self._mind_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_minding()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read a request."""
        super().data_received(data)
        self._mind_headers()

    def hang_up(self) -> None:
        """End the connection at once, whatever waits to be written."""
        self.transport.abort()

    def _mind_headers(self) -> None:
        """Be patient for so long, from a request's first letter to its last."""
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._stop_minding()
        elif self._patience is None:
            self._patience = self.loop.call_later(self.bounds.headers_s, self.hang_up)

    def _stop_minding(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def shutdown(self) -> None:
        """End a stream, which would not end by itself; let any other answer be finished."""
        super().shutdown()
        if self.transport.is_closing() or not self.scope["path"].startswith(STREAMS):
            return
        self.cycle.disconnected = True
        self.cycle.message_event.set()
        self.flow.resume_writing()
        self.transport.close()
        self.loop.call_later(_FAREWELL_S, self.transport.abort)


def _write_at_once(raw: socket.socket) -> None:
    """Have a body follow its head without waiting 40 ms for an acknowledgement: asyncio does not always."""
    if raw.family in (socket.AF_INET, socket.AF_INET6):
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
