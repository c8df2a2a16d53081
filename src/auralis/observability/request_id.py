"""The name of the request at hand."""

import re
import secrets
from typing import Final

from structlog.contextvars import get_contextvars

FIELD: Final = "request_id"
_SANE: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}\Z")
_BYTES: Final = 8


def request_id_of(asked: str | None) -> str:
    """Return the name that a client gave its request if that is a sane one, else a new one.

    Sane are up to 64 letters, digits, dots, colons, dashes and underscores.
    """
    return asked if asked is not None and _SANE.match(asked) else secrets.token_hex(_BYTES)


def current_request_id() -> str | None:
    """Return the name of the request that is being answered, None outside of one."""
    found = get_contextvars().get(FIELD)
    return found if isinstance(found, str) else None
