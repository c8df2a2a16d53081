"""The moment that a sound file says of itself, in its tags."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av

_FIELD: Final = "address"
_MOMENT: Final = re.compile(r"\b(a\d+[A-Za-z0-9_-]{8,}(?:@\d{1,5}:\d\d:\d\d(?:\.\d+)?)?)(?![A-Za-z0-9_-])")


def tagged_moment(path: Path) -> str | None:
    """Return the `a1…@h:mm:ss` in a file's tags: its field ADDRESS, else in a comment; None without one."""
    tags = list(_tags(path))
    own = [value for name, value in tags if name == _FIELD]
    for text in (*own, *(value for name, value in tags if name in ("comment", "icmt", "description"))):
        found = _MOMENT.search(text)
        if found:
            return found[1]
    return None


def _tags(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            for tags in (container.metadata, *(stream.metadata for stream in container.streams)):
                yield from ((name.lower(), value) for name, value in tags.items())
    except (OSError, ValueError):
        return
