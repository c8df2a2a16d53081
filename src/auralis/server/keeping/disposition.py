"""What a download is to be called on the listener's disk."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_PLAIN: Final = re.compile(r"[^A-Za-z0-9 ,.()_-]+")
_NAMELESS: Final = "auralis"


def attachment(title: str, suffix: str) -> str:
    """Return `Content-Disposition` (RFC 6266) for a title: a plain ASCII name, and the whole one in UTF-8."""
    whole = _UNSAFE.sub("-", title).strip(" .-") or _NAMELESS
    letters = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    plain = _PLAIN.sub("-", letters).strip(" .-") or _NAMELESS
    return f"attachment; filename=\"{plain}{suffix}\"; filename*=UTF-8''{quote(whole + suffix, safe='')}"
