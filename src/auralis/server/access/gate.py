"""The gate: what every request and every socket passes before anything else hears of it."""

from collections.abc import Sequence
from contextlib import ExitStack
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auralis.server.access.attendance import Attendance
from auralis.server.access.origins import Origins
from auralis.server.access.policy import Policy
from auralis.server.access.rates import Rate, household
from auralis.server.access.reception import Reception
from auralis.server.access.refused import Refused
from auralis.server.access.rules import demand_of
from auralis.server.access.tokens import digest
from auralis.server.access.turning_away import turn_away
from auralis.server.access.visitor import Visitor, admit

_CHANGING: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_STREAMS: Final = "/stream/"
_SEGMENTED: Final = (".m3u8", ".aac")
_MOST_TOKENS: Final = 4
_REFUSALS: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class Gate:
    """ASGI middleware: turns away whoever may not, comes too often, or is sent by a foreign page.

    Who may is noted in the scope for `visitor_of`. Tokens come in `Authorization: Bearer` and in `?token=`,
    which may be repeated: all of them count. What is let in passes as it is: nothing stands before the sound.
    """

    def __init__(self, app: ASGIApp, policy: Policy, reception: Reception) -> None:
        self._app = app
        self._reception = reception
        self._origins = Origins(policy.cors_origins, local=policy.local)
        self._changes = Rate(policy.change_rate)
        self._openings = Rate(policy.opening_rate)
        self._failures = Rate(policy.failure_rate)
        self._attendance = Attendance(policy.clients_per_address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or turn it away."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        address, tokens = household((scope.get("client") or ("",))[0]), tokens_of(scope)
        with ExitStack() as stay:
            try:
                visitor = await self._let_in(scope, address, tokens)
                if _lasts(scope):
                    stay.enter_context(self._attendance.of(address))
            except Refused as refused:
                if tokens and refused.status in _REFUSALS:
                    await self._failures.note(address)
                await turn_away(refused, self._reception.unix(), scope, receive, send)
                return
            admit(scope, visitor)
            await self._app(scope, receive, self._watched(scope, address, tokens, send))

    async def _let_in(self, scope: Scope, address: str, tokens: Sequence[str]) -> Visitor:
        """Return who comes; raises `Refused`."""
        changes, socket = scope.get("method") in _CHANGING, scope["type"] == "websocket"
        headers = Headers(scope=scope)
        if (changes or socket) and not self._origins.allows(headers.get("origin"), headers.get("host", "")):
            why = "pages of another origin may not do this here"
            raise Refused(HTTPStatus.FORBIDDEN, "ORIGIN_NOT_ALLOWED", why)
        if tokens:
            await self._failures.check(address)
        if _lasts(scope):
            await self._openings.take(address)
        visitor = self._reception.check(self._reception.greet(tokens), demand_of(scope))
        if changes:
            own = [digest(token).hex() for token in tokens] if visitor.known else []
            await self._changes.take(address, *own)
        return visitor

    def _watched(self, scope: Scope, address: str, tokens: Sequence[str], send: Send) -> Send:
        """Return what counts tokens that turn out not to fit only where something is to be changed."""
        if not tokens or scope.get("method") not in _CHANGING:
            return send

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in _REFUSALS:
                await self._failures.note(address)
            await send(message)

        return answer


def tokens_of(scope: Scope) -> tuple[str, ...]:
    """Return the tokens that a request brings, each once."""
    scheme, _, bearer = Headers(scope=scope).get("authorization", "").partition(" ")
    given = [bearer.strip()] if scheme.lower() == "bearer" else []
    given += QueryParams(scope["query_string"]).getlist("token")
    return tuple(dict.fromkeys(token for token in given if token))[:_MOST_TOKENS]


def _lasts(scope: Scope) -> bool:
    """Return whether a request opens a socket or an endless stream."""
    path = scope["path"]
    return scope["type"] == "websocket" or (path.startswith(_STREAMS) and not path.endswith(_SEGMENTED))
