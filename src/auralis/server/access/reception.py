"""Who a visitor is, by the tokens that they bring."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus

from auralis.server.access.links import Links
from auralis.server.access.owner import Owner
from auralis.server.access.policy import Policy
from auralis.server.access.rank import Rank
from auralis.server.access.refused import Refused
from auralis.server.access.right import Right
from auralis.server.access.rules import Demand
from auralis.server.access.visitor import Visitor

Owners = Callable[[str], Owner | None]
"""From a station's name to its owner; None if it has none, or isn't there."""

_WHY = {
    Right.VISIT: "listening needs a token",
    Right.HEAR: "listening needs a token",
    Right.LISTEN: "listening needs a token for all stations",
    Right.ADMIN: "this needs the administrator's token",
}


class Reception:
    """Knows visitors by their tokens and listen links, and what each may ask for."""

    def __init__(self, policy: Policy, links: Links, owners: Owners, unix: Callable[[], float]) -> None:
        self._policy = policy
        self._links = links
        self._owners = owners
        self.unix = unix

    def greet(self, tokens: Sequence[str]) -> Visitor:
        """Return who brings these tokens: the best of them counts."""
        known = self._policy.tokens
        open_to_all = not known.has(Rank.LISTENER)
        rank = max((known.rank(token) for token in tokens), default=Rank.ANYBODY)
        visitor = Visitor(
            max(rank, Rank.LISTENER if open_to_all else Rank.ANYBODY),
            tuple(tokens),
            known=rank > Rank.ANYBODY,
            control_open=not known.has(Rank.CONTROLLER),
            listening_open=open_to_all,
        )
        return visitor if visitor.known else self._with_links(visitor)

    def check(self, visitor: Visitor, demand: Demand) -> Visitor:
        """Return a visitor who may what is asked for, with what their tokens turned out to be.

        Raises `Refused`. The owner of a station may listen to it.
        """
        owner = self._owners(demand.station)
        owns = owner is not None and any(owner.knows(token) for token in visitor.tokens)
        if owns:
            visitor = replace(visitor, known=True)
        if not self._may(visitor, demand, owns=owns):
            if demand.right is Right.ADMIN and not self._policy.tokens.has(Rank.ADMIN):
                why = "this server has no administrator: it was started without an admin token"
                raise Refused(HTTPStatus.FORBIDDEN, "NOT_ALLOWED", why)
            raise visitor.refused(_WHY[demand.right])
        return visitor

    @staticmethod
    def _may(visitor: Visitor, demand: Demand, *, owns: bool) -> bool:
        match demand.right:
            case Right.OPEN:
                return True
            case Right.VISIT:
                return visitor.rank >= Rank.GUEST or owns
            case Right.HEAR:
                return visitor.hears(demand.station) or owns
            case Right.LISTEN:
                return visitor.rank >= Rank.LISTENER
            case Right.ADMIN:
                return visitor.is_admin

    def _with_links(self, visitor: Visitor) -> Visitor:
        """Return a visitor with what their listen links are good for."""
        for token in visitor.tokens:
            link = self._links.read(token)
            if link is None:
                continue
            if link.expires <= self.unix():
                visitor = replace(visitor, expired=True)
                continue
            rank = Rank.LISTENER if link.station is None else Rank.GUEST
            return replace(
                visitor, rank=max(visitor.rank, rank), station=link.station, known=True, expired=False
            )
        return visitor
