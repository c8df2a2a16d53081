"""A name and a line for every request, around the whole application."""

import time
from typing import Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

from auralis.observability.request_id import FIELD, request_id_of
from auralis.server.wire.traffic import OTHER, Traffic

HEADER: Final = "X-Request-ID"
LISTENING: Final = "listening"
"""Is set in the state of a scope whose socket was let in."""

_QUIET: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_BROKEN: Final = 500
_NORMAL: Final = 1000


class RequestLog:
    """ASGI middleware: names requests, answers with the name, logs one line each and counts them.

    Reading is logged as DEBUG and changing as INFO, what breaks as ERROR. Sockets that are not let in have
    a line, those that are have theirs from `listening`. No line has a query: tokens are in there.
    """

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        self._app = app
        self._traffic = traffic
        self._log = structlog.get_logger("auralis.server")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        clear_contextvars()
        name = request_id_of(Headers(scope=scope).get(HEADER))
        bind_contextvars(**{FIELD: name})
        if scope["type"] == "http":
            await self._answer(scope, receive, send, name)
        else:
            await self._converse(scope, receive, send, name)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, name: str) -> None:
        begun, took, status, size = time.monotonic(), 0.0, 0, 0

        async def answer(message: Message) -> None:
            nonlocal took, status, size
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = name
                took, status = 1000 * (time.monotonic() - begun), int(message["status"])
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            if status:
                self._traffic.count(scope["method"], _route(scope), status, took)
            seconds = round(time.monotonic() - begun, 3)
            self._tell(scope, int(status), bytes=size, ms=round(took, 2), seconds=seconds)

    def _tell(self, scope: Scope, status: int, **figures: object) -> None:
        method = scope["method"]
        tell = self._log.debug if method in _QUIET else self._log.info
        tell = self._log.error if status == _BROKEN else tell
        tell("request", method=method, **_who(scope), status=status or None, **figures)

    async def _converse(self, scope: Scope, receive: Receive, send: Send, name: str) -> None:
        scope.setdefault("state", {})
        named = (HEADER.lower().encode(), name.encode())

        async def answer(message: Message) -> None:
            if message["type"] == "websocket.accept":
                message = {**message, "headers": [*message.get("headers", ()), named]}
            elif message["type"] == "websocket.close" and LISTENING not in scope["state"]:
                self._refuse(scope, message.get("code", _NORMAL), message.get("reason"))
            await send(message)

        await self._app(scope, receive, answer)

    def _refuse(self, scope: Scope, code: int, why: str | None) -> None:
        self._traffic.refuse(code)
        self._log.info("socket_refused", **_who(scope), code=code, why=why)


def _route(scope: Scope) -> str:
    """Return the template of the route that answered."""
    path = getattr(scope.get("route"), "path", None)
    return path or "/" if isinstance(path, str) else OTHER


def _who(scope: Scope) -> dict[str, object]:
    client = scope.get("client")
    return {"path": scope["path"], "client": client[0] if client else None}
