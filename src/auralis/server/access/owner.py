"""Whose a personal station is."""

import secrets
from hashlib import sha256


class NotOwner(RuntimeError):
    """Somebody else's station was to be changed; the message says what is missing."""

    def __init__(self, station: str) -> None:
        super().__init__(f"only its owner can change station {station}: its owner token is needed")


class PermanentStation(RuntimeError):
    """A station that belongs to nobody was to be closed."""


class Owner:
    """Knows an owner by a token, of which it keeps no more than the SHA-256."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        """The SHA-256 in hexadecimal digits."""

    @classmethod
    def new(cls) -> tuple["Owner", str]:
        """Return an owner and the token, 256 random bits as URL-safe text, which nobody can ask for again."""
        token = secrets.token_urlsafe(32)
        return cls(sha256(token.encode()).hexdigest()), token

    def knows(self, token: str | None) -> bool:
        """Return whether a token is the owner's, in a time that tells nothing about it."""
        given = sha256((token or "").encode("utf-8", "replace")).hexdigest()
        return secrets.compare_digest(given, self.digest)
