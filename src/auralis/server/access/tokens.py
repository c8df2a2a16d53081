"""The tokens that a server knows."""

import secrets
from hashlib import sha256

from auralis.server.access.rank import Rank


class Tokens:
    """Knows the control, admin and listen token, of which it keeps no more than the SHA-256."""

    def __init__(
        self, control: str | None = None, admin: str | None = None, listen: str | None = None
    ) -> None:
        self.renew(control, admin, listen)

    def renew(self, control: str | None, admin: str | None, listen: str | None) -> None:
        """Know these from now on, and no others."""
        given = {Rank.ADMIN: admin, Rank.CONTROLLER: control, Rank.LISTENER: listen}
        self._digests = {rank: digest(token) for rank, token in given.items() if token is not None}

    def has(self, rank: Rank) -> bool:
        """Return whether there is a token for a rank."""
        return rank in self._digests

    def rank(self, token: str) -> Rank:
        """Return the highest rank that a token gives, in a time that tells nothing about it."""
        found, given = Rank.ANYBODY, digest(token)
        for rank, known in self._digests.items():
            if secrets.compare_digest(given, known):
                found = max(found, rank)
        return found

    @property
    def listening(self) -> bytes:
        """What depends on the listen token alone: links made under another one fit no more."""
        return self._digests.get(Rank.LISTENER, b"")


def digest(token: str) -> bytes:
    """Return the SHA-256 of a token."""
    return sha256(token.encode("utf-8", "replace")).digest()
