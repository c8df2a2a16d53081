"""What a server asks of its visitors."""

from collections.abc import Collection
from dataclasses import dataclass, field

from auralis.server.access.link_key import LinkKey
from auralis.server.access.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Policy:
    """Tokens, origins, rates and bounds; as it stands everybody may listen and change.

    `cors_origins` are origins of foreign pages, or `*`. `local`: no name but the machine's own leads here,
    so that a page under any other name is foreign. Rates are such as `600/minute`, None for none. They hold
    for one address, and count requests that change something (for one token as well), streams and sockets
    opened, and tokens that did not fit. `clients_per_address`: sockets and streams at once, None for no
    bound. `described`: whether `/openapi.json` is told.
    """

    tokens: Tokens = field(default_factory=Tokens)
    link_key: LinkKey = field(default_factory=LinkKey)
    cors_origins: Collection[str] = ()
    local: bool = False
    change_rate: str | None = "6000/minute"
    opening_rate: str | None = "6000/minute"
    failure_rate: str | None = "30/minute"
    clients_per_address: int | None = None
    described: bool = True
