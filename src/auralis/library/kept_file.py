"""A file of a kept moment, as the library knows it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from auralis.core.errors import InvalidValue
from auralis.library.forms import FORMS

_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Its form, how many bytes it has, and their SHA-256 as hexadecimal digits."""

    form: str
    bytes: int
    sha256: str
    damaged: bool = False
    """Whether it was found to have become something else."""

    def as_dict(self) -> dict[str, object]:
        """Return it as plain JSON data."""
        plain = {
            "format": self.form,
            "file": FORMS[self.form].file,
            "bytes": self.bytes,
            "sha256": self.sha256,
        }
        return {**plain, "damaged": True} if self.damaged else plain


def kept_file(data: object) -> KeptFile:
    """Read one from plain JSON data; raises `InvalidValue`."""
    entry: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    form, size, digest = (entry.get(name) for name in ("format", "bytes", "sha256"))
    if not isinstance(form, str) or form not in FORMS:
        raise InvalidValue("files.format", form, ", ".join(FORMS))
    if type(size) is not int or size < 0 or not isinstance(digest, str) or not _SHA256.match(digest):
        raise InvalidValue(f"files.{form}", (size, digest), "a size in bytes and a SHA-256")
    return KeptFile(form, size, digest, entry.get("damaged") is True)
