"""Headers of every answer, and answers without a body to HEAD."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers as Asked
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "connect-src 'self' ws: wss:",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_STREAMS: Final = "/stream/"
_SHARED: Final[Mapping[str, str]] = {"Cross-Origin-Resource-Policy": "cross-origin"}
_TLS: Final[Mapping[str, str]] = {"Strict-Transport-Security": "max-age=31536000"}
_PARTS: Final = ("text/javascript", "text/css", "image/png")
"""What is only ever part of a page: there are a hundred of them, and of the headers they need these."""

_OF_PARTS: Final = {
    name: _HEADERS[name]
    for name in ("Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy", "X-Content-Type-Options")
}


class Headers:
    """ASGI middleware: makes the page cross-origin isolated and keeps foreign code out of it.

    The page may be cached but must be asked for again, the API may not be cached. HEAD is answered
    like GET, without the body; who would answer without end finds `head` in the scope. `embedded`: pages of
    other origins may have streams in them. Over TLS browsers are told to come by TLS only.
    """

    def __init__(self, app: ASGIApp, *, embedded: bool = False) -> None:
        self._app = app
        self._embedded = embedded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        caching = "no-store" if scope["path"].startswith("/api/") else "no-cache"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                part = headers.get("content-type", "").startswith(_PARTS)
                headers.update(_OF_PARTS if part else _HEADERS)
                headers.update(self._further(scope))
                headers.setdefault("Cache-Control", caching)
            elif head:
                message = {
                    "type": "http.response.body",
                    "body": b"",
                    "more_body": message.get("more_body", False),
                }
            await send(message)

        inner = {**scope, "method": "GET", "head": True} if head else scope
        try:
            await self._app(inner, receive, answer)
        finally:
            scope["route"] = inner.get("route")

    def _further(self, scope: Scope) -> Mapping[str, str]:
        """Return what depends on the way and on what is asked for."""
        shared = _SHARED if self._embedded and scope["path"].startswith(_STREAMS) else {}
        # A browser would come to every port of its own machine by TLS only.
        lasting = scope["scheme"] == "https" and not Asked(scope=scope).get("host", "").startswith(
            "localhost"
        )
        return {**shared, **_TLS} if lasting else shared
