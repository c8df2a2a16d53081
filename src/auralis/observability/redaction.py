"""Nothing secret in a log: what grants access is taken out of every line."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

HIDDEN: Final = "[hidden]"

_END: Final = r"[^\s&;,\"'\\<>()\[\]{}\x1b]+"
_NAMED: Final = re.compile(
    rf"((?:token|secret|password|signature|\bsig)[\"']?(?:\x1b\[\d+m)*\s?[=:]\s?(?:\x1b\[\d+m)*[\"']?){_END}",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(rf"\b((?:Bearer|Basic)\s+){_END}", re.IGNORECASE)


class Redaction:
    """Takes secrets out of text: those it is told, and whatever is named or used like one.

    That is the value of anything called token, secret, password or signature, as in a query string, and
    what follows `Bearer` or `Basic`. Very short secrets are not looked for: they would match anywhere.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets if len(secret) >= 4 for form in (secret, quote(secret, safe=""))}
        longest_first = sorted(known, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if known else None

    def __call__(self, text: str) -> str:
        """Return the text without secrets."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        return _SCHEME.sub(rf"\1{HIDDEN}", _NAMED.sub(rf"\1{HIDDEN}", text))
