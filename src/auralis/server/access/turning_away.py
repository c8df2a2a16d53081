"""Telling a client that it was not let in."""

from http import HTTPStatus

from starlette.types import Receive, Scope, Send

from auralis.server.access.refused import Refused
from auralis.streaming.formats import SUBPROTOCOLS, choose


async def turn_away(refused: Refused, unix: float, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request with the refusal; a socket hears it as an `error` and is closed.

    A foreign page's socket is not even accepted (403): browsers tell the page nothing of why.
    """
    if scope["type"] == "http":
        await refused.problem()(scope, receive, send)
        return
    await receive()
    if refused.code == "ORIGIN_NOT_ALLOWED":
        await send({"type": "websocket.close", "code": refused.closing})
        return
    chosen = choose(scope["subprotocols"], tuple(SUBPROTOCOLS))
    await send({"type": "websocket.accept", "subprotocol": chosen, "headers": []})
    await send({"type": "websocket.send", "text": refused.message(unix)})
    reason = HTTPStatus(refused.status).phrase
    await send({"type": "websocket.close", "code": refused.closing, "reason": reason})
