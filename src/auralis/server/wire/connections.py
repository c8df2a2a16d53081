"""Which connections a server takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

Peer = tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Connections:
    """Bounds of what is open at once, also of what has not said yet what it wants.

    `most` in all, `per_address` from one; None for no bound. A request's headers must be there `headers_s`
    seconds after its first byte, a connection that waits for another request is kept for `keep_alive_s`.
    `proxies` are addresses and networks that are believed when they say whom they speak for: then many come
    from one, and `per_address` does not hold. With a `certificate` and its `key`, both PEM files, everything
    goes over TLS.
    """

    most: int | None = None
    per_address: int | None = None
    headers_s: float = 10.0
    keep_alive_s: int = 5
    proxies: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None

    def exceeded(self, peers: Iterable[Peer], newest: Peer) -> bool:
        """Return whether the newest of all peers is one too many."""
        if self.most is None and (self.per_address is None or self.proxies):
            return False
        everyone = list(peers)
        if self.most is not None and len(everyone) > self.most:
            return True
        if self.per_address is None or self.proxies or newest is None:
            return False
        return sum(peer is not None and peer[0] == newest[0] for peer in everyone) > self.per_address
