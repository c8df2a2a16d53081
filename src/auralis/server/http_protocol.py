"""uvicorn's HTTP connection, with this server's buffers and farewell."""

import socket
from asyncio import Transport
from typing import Final, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

from auralis.server.protocol import BUFFER

STREAMS: Final = "/stream/"
_FAREWELL_S: Final = 1.0


class HttpProtocol(H11Protocol):
    """Keeps little back for a client that does not read, and ends streams when the server ends.

    Buffers are short, so that a slow listener skips to the newest chunk instead of hearing old ones.
    The application finds it as `connection` in its scope's state.
    """

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Cap the buffers of a new connection."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "connection": self}
        transport.set_write_buffer_limits(high=BUFFER // 2)
        raw = cast("socket.socket | None", transport.get_extra_info("socket"))
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)

    def hang_up(self) -> None:
        """End the connection at once, whatever waits to be written."""
        self.transport.abort()

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
