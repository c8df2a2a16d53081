"""Which pages may change something or open sockets."""

from collections.abc import Collection
from ipaddress import ip_address
from typing import Final

ANY: Final = "*"
_LOCAL: Final = "localhost"


class Origins:
    """Pages of the server itself, and those that were named.

    A page is the server's own if its host and port are those that the request was sent to. Where a server is
    `local` that host must also be an address or the machine's own name: any other that leads here is a trick.
    """

    def __init__(self, named: Collection[str] = (), *, local: bool = False) -> None:
        self._named = frozenset(named)
        self._local = local

    def allows(self, origin: str | None, host: str) -> bool:
        """Return whether a request may come from an origin; None is that of no browser."""
        if origin is None or ANY in self._named or origin in self._named:
            return True
        scheme, _, authority = origin.partition("://")
        if scheme not in ("http", "https") or not authority or authority.lower() != host.lower():
            return False
        return not self._local or _is_local(authority)


def _is_local(authority: str) -> bool:
    name = authority.rpartition(":")[0] if not authority.endswith("]") else authority
    name = (name or authority).strip("[]").lower()
    if name == _LOCAL or name.endswith(f".{_LOCAL}"):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
