"""Who may do what: tokens, listen links, origins, rates, and the gate that asks for them."""

from auralis.server.access.guarding import guard
from auralis.server.access.link_key import LinkKey
from auralis.server.access.links import Link, Links, link_for, page_of, stream_of
from auralis.server.access.owner import NotOwner, Owner, PermanentStation
from auralis.server.access.policy import Policy
from auralis.server.access.rank import Rank
from auralis.server.access.reception import Reception
from auralis.server.access.refused import ANSWERS, Refused, install
from auralis.server.access.right import Right
from auralis.server.access.rules import RULES
from auralis.server.access.tokens import Tokens
from auralis.server.access.visitor import Visitor, token_query, visitor_of

__all__ = [
    "ANSWERS",
    "RULES",
    "Link",
    "LinkKey",
    "Links",
    "NotOwner",
    "Owner",
    "PermanentStation",
    "Policy",
    "Rank",
    "Reception",
    "Refused",
    "Right",
    "Tokens",
    "Visitor",
    "guard",
    "install",
    "link_for",
    "page_of",
    "stream_of",
    "token_query",
    "visitor_of",
]
