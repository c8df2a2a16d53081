"""Who sends a request or holds a socket, as far as their tokens tell."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi.requests import HTTPConnection

from auralis.server.access.rank import Rank
from auralis.server.access.refused import Refused

_KEY = "visitor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a visitor brought and what it makes of them.

    `station` is the one that a guest may listen to. `known` says whether any of their tokens opened anything,
    `expired` whether one was a listen link of yesterday. `control_open`: whoever listens may change
    permanent stations, since no control token is set; `listening_open`: whoever comes may listen, since no
    listen token is.
    """

    rank: Rank
    tokens: tuple[str, ...] = ()
    station: str | None = None
    known: bool = False
    expired: bool = False
    control_open: bool = True
    listening_open: bool = True

    @property
    def is_admin(self) -> bool:
        """Whether they may do everything."""
        return self.rank >= Rank.ADMIN

    def hears(self, station: str) -> bool:
        """Return whether they may listen to a station."""
        return self.rank >= Rank.LISTENER or (self.rank == Rank.GUEST and self.station == station)

    def check_control(self) -> None:
        """Raise `Refused` unless he may change permanent stations."""
        if not (self.control_open or self.rank >= Rank.CONTROLLER):
            raise self.refused("changing a shared station needs the control token")

    def refused(self, why: str) -> Refused:
        """Return the refusal of what they may not, in the order in which they can mend it."""
        if self.expired:
            return Refused(
                HTTPStatus.UNAUTHORIZED, "LINK_EXPIRED", "this link has expired: ask for a new one"
            )
        if not self.tokens:
            return Refused(HTTPStatus.UNAUTHORIZED, "TOKEN_NEEDED", why)
        if not self.known:
            return Refused(HTTPStatus.UNAUTHORIZED, "TOKEN_WRONG", f"the token does not fit: {why}")
        return Refused(HTTPStatus.FORBIDDEN, "NOT_ALLOWED", f"the token is for less than that: {why}")

    def with_token(self, token: str | None) -> "Visitor":
        """Return the visitor with one more token, if there is one."""
        return self if token is None else replace(self, tokens=(*self.tokens, token))


def token_query(connection: HTTPConnection) -> str:
    """Return the tokens of a request's query as a query of their own, to be handed on, or nothing."""
    given = [("token", token) for token in connection.query_params.getlist("token")]
    return f"?{urlencode(given)}" if given else ""


def admit(scope: object, visitor: Visitor) -> None:
    """Note in a connection's scope who it is."""
    if isinstance(scope, dict):
        scope[_KEY] = visitor


def visitor_of(connection: HTTPConnection) -> Visitor:
    """Return who sends a request or opens a socket, as the gate noted it."""
    found = connection.scope[_KEY]
    if not isinstance(found, Visitor):
        raise TypeError("the gate did not say who it is")
    return found
