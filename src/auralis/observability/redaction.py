"""Nothing secret in a log: what grants access is taken out of every line."""

import json
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

HIDDEN: Final = "[hidden]"

_SHORTEST: Final = 4

_VALUE: Final = r"[^\s&;,\"'\\<>()\[\]{}\x1b]+"
_COLOUR: Final = r"(?:\x1b\[\d+m)*"
_QUOTE: Final = r"(?:\\*[\"'])?"
_NAMED: Final = re.compile(
    rf"((?:token|secret|password|signature|\bsig){_QUOTE}{_COLOUR}\s?[=:]\s?{_COLOUR}{_QUOTE}){_VALUE}",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(rf"\b((?:Bearer|Basic)\s+)(?=\S{{8}}){_VALUE}", re.IGNORECASE)


class Redaction:
    """Takes secrets out of text: those it is told, and whatever is named or used like one.

    That is the value of anything called token, secret, password or signature, as in a query string, and
    what follows `Bearer` or `Basic`. Very short secrets are not looked for: they would match anywhere.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets if len(secret) >= _SHORTEST for form in _forms(secret)}
        longest_first = sorted(known, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if known else None

    def __call__(self, text: str) -> str:
        """Return the text without secrets."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        return _SCHEME.sub(rf"\1{HIDDEN}", _NAMED.sub(rf"\1{HIDDEN}", text))


def _forms(secret: str) -> tuple[str, ...]:
    """Return how a secret may be written: as it is, in a URL, in JSON."""
    return secret, quote(secret, safe=""), json.dumps(secret)[1:-1]
