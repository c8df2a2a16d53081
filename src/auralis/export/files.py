"""Files that carry their name only once they are whole."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from auralis.core.errors import InvalidValue


def check_writable(path: Path, field: str) -> None:
    """Raise `InvalidValue` unless a file of this name can be made."""
    folder = path.absolute().parent
    if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise InvalidValue(field, str(path), "a file in a folder that exists and can be written to")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a name to write to; it becomes `path` at the end, or is removed if anything fails."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield partial
        partial.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            partial.unlink()
