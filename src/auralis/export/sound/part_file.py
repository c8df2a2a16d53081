"""A file that grows stint by stint under another name, and says beside itself how far it has come."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from auralis.export.files import replacing

_SAVED_EVERY: Final = 6
"""Stints between two notes of how far it has come."""


def part_of(path: Path) -> Path:
    """Return the name that a file has until it is whole."""
    return path.with_name(f"{path.name}.part")


class PartFile:
    """`NAME.part`, and `NAME.part.json`: of what it is a part, and how many bytes each of its stints has.

    What is there of the same thing already is kept unless it is to be `fresh`; what is there of
    something else is overwritten. Raises OSError, naming the file; one process at a time may write it.
    """

    def __init__(self, path: Path, identity: Mapping[str, Any], head: bytes, fresh: bool) -> None:
        self.path = path
        self.part = part_of(path)
        self.lengths: list[int] = []
        self._identity = dict(identity)
        self._note = path.with_name(f"{self.part.name}.json")
        self._head = head
        with self._named():
            self._file = self.part.open("r+b" if self.part.exists() else "w+b")
            self._lock()
            self.lengths = [] if fresh else self._kept()
            self.cut(len(self.lengths))

    def cut(self, stints: int) -> None:
        """Keep only the first stints."""
        with self._named():
            del self.lengths[stints:]
            if not stints:
                self._file.truncate(0)
                self._file.seek(0)
                self._file.write(self._head)
            self._save()
            self._file.truncate(len(self._head) + sum(self.lengths))
            self._file.seek(0, os.SEEK_END)

    def append(self, data: bytes) -> None:
        """Add a stint."""
        with self._named():
            self._file.write(data)
            self.lengths.append(len(data))
            if len(self.lengths) % _SAVED_EVERY == 0:
                self._save()

    def seal(self, head: bytes) -> None:
        """Write what the file begins with, now that it is whole, and see it safely on the disk."""
        with self._named():
            if len(head) != len(self._head):
                raise ValueError(
                    f"{self.path}: a head of {len(head)} bytes in the place of {len(self._head)}"
                )
            self._file.seek(0)
            self._file.write(head)
            self._file.flush()
            os.fsync(self._file.fileno())

    def publish(self) -> None:
        """Give the file its name."""
        with self._named():
            self.part.replace(self.path)
            self._file.close()
            self._note.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave the part for another time if there is anything in it, unless the file has its name."""
        if self._file.closed:
            return
        if not self.lengths:
            self._note.unlink(missing_ok=True)
            self.part.unlink(missing_ok=True)
            self._file.close()
            return
        with contextlib.suppress(OSError):
            self._save()
        with contextlib.suppress(OSError):
            self._file.close()

    def _save(self) -> None:
        """Note how far the part has come, once that much is on the disk."""
        self._file.flush()
        os.fdatasync(self._file.fileno())
        note = {"of": self._identity, "head": len(self._head), "lengths": self.lengths}
        with replacing(self._note) as partial:
            partial.write_text(json.dumps(note, sort_keys=True) + "\n", encoding="utf-8")

    def _kept(self) -> list[int]:
        """Return the lengths of the stints that are there, of the same thing and whole."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            same = note["of"] == self._identity and note["head"] == len(self._head)
            lengths = [int(n) for n in note["lengths"]]
        except (OSError, ValueError, KeyError, TypeError):
            return []
        size = os.fstat(self._file.fileno()).st_size
        return lengths if same and len(self._head) + sum(lengths) <= size else []

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise OSError(f"{self.part} is being written by another render") from None

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        """Say of an error whose it is."""
        try:
            yield
        except OSError as error:
            if error.errno is None:
                raise
            raise OSError(f"{self.path}: {error.strerror}") from error
