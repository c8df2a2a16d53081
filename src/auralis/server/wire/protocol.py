"""uvicorn's WebSocket connection, with this server's heartbeat and buffers."""

import logging
import math
import socket
from asyncio import AbstractEventLoop, BaseTransport, TimerHandle
from collections.abc import Callable
from typing import Any, Final

from uvicorn import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame

BUFFER: Final = 1 << 16
"""Bytes the system may hold back for a listener that does not read: under a second of PCM."""

GOING_AWAY: Final = 1001

_LOG: Final = logging.getLogger("auralis.server.sockets")
_LOG.setLevel(logging.WARNING)


class Protocol(WebSocketsSansIOProtocol):
    """Pings every `ws_ping_interval` and closes a client with 1001 that was silent for two of them.

    uvicorn would insist on pongs; here any byte is a sign of life. What waits in buffers is kept
    short, so that a slow listener skips to the newest chunk instead of hearing old ones. The
    application finds it as `connection` in its scope's state.
    """

    on_round_trip: Callable[[float], None] | None = None
    """Is called with the seconds from a ping to its pong."""

    on_interruption: Callable[[], None] | None = None
    """Is called before anything is written that the application did not ask for."""

    _heard = 0.0
    _timer: TimerHandle | None = None
    write_now: Callable[[bytes], int] | None = None
    """What `Connection` says; over TLS there is none."""

    _raw: socket.socket | None = None

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        # What happens is logged elsewhere; here every address would be, with the tokens in it.
        self.logger = self.conn.logger = _LOG

    def connection_made(self, transport: BaseTransport) -> None:
        """Cap the buffers of a new connection and watch it."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "connection": self}
        self._heard = self.loop.time()
        self.transport.set_write_buffer_limits(high=BUFFER // 2)
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
            if transport.get_extra_info("sslcontext") is None:
                self._raw = socket.socket(fileno=raw.fileno())
                self.write_now = self._raw.send
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._let_go()
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def __del__(self) -> None:
        self._let_go()

    def data_received(self, data: bytes) -> None:
        """Take bytes as a sign of life."""
        self._heard = self.loop.time()
        super().data_received(data)

    def handle_parser_exception(self) -> None:
        """End the connection of a client that breaks the protocol or sends too much at once."""
        super().handle_parser_exception()
        self._hang_up()

    @property
    def clear(self) -> bool:
        """Whether it is open and nothing waits in it."""
        if self.close_sent or self.transport.is_closing() or not self.handshake_complete:
            return False
        return self.transport.get_write_buffer_size() == 0

    def push(self, frame: bytes) -> bool:
        """Write a whole frame at once, past all queues, as `Connection.push`."""
        if not self.clear:
            return False
        self.transport.write(frame)
        return True

    def finish(self, rest: bytes) -> None:
        """Write the rest of a frame, as `Connection.finish`.

        Should anything wait already, the frame is torn, and so the connection ends.
        """
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.write(rest)

    def hang_up(self) -> None:
        """End the connection at once, whatever waits to be written."""
        self.transport.abort()

    def send_keepalive_ping(self) -> None:
        """Send a ping, by itself."""
        self._interrupt()
        super().send_keepalive_ping()

    def handle_ping(self) -> None:
        """Answer a ping, by itself."""
        self._interrupt()
        super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        """Measure the way there and back."""
        awaited = self.pending_ping_payload
        super().handle_pong(event)
        if awaited is not None and self.pending_ping_payload is None and self.on_round_trip is not None:
            self.on_round_trip(self.last_ping_rtt)

    def _let_go(self) -> None:
        """Leave the descriptor to the transport, which closes it."""
        self.write_now = None
        if self._raw is not None:
            self._raw.detach()

    def _interrupt(self) -> None:
        if self.on_interruption is not None:
            self.on_interruption()

    def _watch(self) -> None:
        """Look again when the client would have been silent for too long."""
        allowed = 2 * (self.config.ws_ping_interval or math.inf)
        left = self._heard + allowed - self.loop.time()
        if left > 0:
            self._timer = self.loop.call_later(left, self._watch) if math.isfinite(left) else None
        elif not self.close_sent:
            self._end(GOING_AWAY, "silent for too long")

    def _end(self, code: int, reason: str) -> None:
        self.conn.fail(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.transport.close()
        self._hang_up()

    def _hang_up(self) -> None:
        """Refuse what is still to be sent, and give a peer that reads nothing only so long to go."""
        self.disconnected = True
        self.writable.set()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(self.close_timeout, self.transport.abort)
