"""Files that are whole or not there, also after a power cut."""

import os
from contextlib import suppress
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Put data in the place of a file: written, flushed to the disk, then renamed. Raises OSError."""
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink()
    settle(path.parent)


def move(old: Path, new: Path) -> None:
    """Give a file or folder another name, for good."""
    old.replace(new)
    settle(new.parent)


def settle(folder: Path) -> None:
    """Have a folder's names on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def entries(folder: Path, damaged: dict[str, str]) -> list[Path]:
    """Return what lies in a folder, by name: nothing if it is not there, or can't be read, which is noted."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        damaged["."] = os.strerror(error.errno or 0)
        return []
