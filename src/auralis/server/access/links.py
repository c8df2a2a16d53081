"""Listen links: tokens that end by themselves."""

import hmac
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from auralis.core.errors import InvalidValue
from auralis.server.access.link_key import LinkKey
from auralis.server.access.tokens import Tokens

MARK: Final = "link."
LONGEST_S: Final = 366 * 86_400
_TAG: Final = 16  # bytes of the HMAC-SHA-256 that are kept
_EXPIRES: Final = struct.Struct(">Q")
_LONGEST: Final = 400
_SHARED: Final = "main"


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is good for: one station, or every one, until a Unix second."""

    expires: int
    station: str | None = None


class Links:
    """Makes and reads listen links: `link.` and URL-safe base64 of expiry, station and their HMAC-SHA-256.

    The listen token goes into the key: under another one no earlier link fits.
    """

    def __init__(self, key: LinkKey, tokens: Tokens | None = None) -> None:
        self._key = key
        self._tokens = tokens or Tokens()

    def make(self, link: Link) -> str:
        """Return the token of a link; raises OSError where no key can be kept."""
        body = _EXPIRES.pack(link.expires) + (link.station or "").encode()
        return MARK + urlsafe_b64encode(body + self._tag(self._key.made(), body)).decode().rstrip("=")

    def read(self, token: str) -> Link | None:
        """Return what a token is good for, also if that is over; None for one that was not made here."""
        if not token.startswith(MARK) or len(token) > _LONGEST:
            return None
        key, text = self._key.existing(), token.removeprefix(MARK)
        try:
            data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            body, tag = data[:-_TAG], data[-_TAG:]
            if key is None or not secrets.compare_digest(tag, self._tag(key, body)):
                return None
            (expires,) = _EXPIRES.unpack_from(body)
            return Link(expires, body[_EXPIRES.size :].decode() or None)
        except (ValueError, struct.error):
            return None

    def _tag(self, key: bytes, body: bytes) -> bytes:
        own = hmac.digest(key, b"auralis listen link\0" + self._tokens.listening, "sha256")
        return hmac.digest(own, body, "sha256")[:_TAG]


def page_of(base: str, token: str, station: str | None) -> str:
    """Return the address of the page at a station, with a token; `base` ends in a slash."""
    asked = {"station": station, "token": token} if station else {"token": token}
    return f"{base}?{urlencode(asked)}"


def stream_of(base: str, token: str, station: str | None) -> str:
    """Return the address of a station's stream, with a token."""
    return f"{base}stream/{quote(station or _SHARED)}.mp3?{urlencode({'token': token})}"


def link_for(now: float, seconds: object, station: str | None) -> Link:
    """Return a link that begins now; raises `InvalidValue` for a length that can't be."""
    fits = isinstance(seconds, int | float) and not isinstance(seconds, bool) and 1 <= seconds <= LONGEST_S
    if not fits or not isinstance(seconds, int | float):
        raise InvalidValue("seconds", seconds, f"1 to {LONGEST_S}")
    return Link(int(now + seconds), station)
