"""A journal's file: appended to, and replaced as a whole."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from auralis.journal.framing import frame, header
from auralis.library import durable


class LogFile:
    """Writes records so that they are on the disk when a call returns; every call may raise OSError.

    After an error nothing is certain about the end of the file: `replace` it.
    """

    def __init__(self, path: Path, size: int = 0, number: int = 0) -> None:
        self.path = path
        self.size = size
        """Bytes that are on the disk."""
        self._number = number
        self._handle: int | None = None

    def append(self, records: Iterable[bytes]) -> None:
        """Write records behind the last one; what could be written of them only in part is cut off again."""
        data = self._framed(records)
        handle = self._opened()
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            os.fdatasync(handle)
        except OSError:
            with suppress(OSError):
                os.ftruncate(handle, self.size)
            raise
        self.size += len(data)

    def replace(self, records: Iterable[bytes]) -> None:
        """Put a file of these records in the place of the one there is; at every moment there is one."""
        data = header() + self._framed(records)
        self.close()
        try:
            durable.write(self.path, data)
        finally:
            with suppress(OSError):
                self.size = self.path.stat().st_size

    def cut(self, size: int) -> None:
        """Cut off what lies behind so many bytes."""
        handle = self._opened()
        os.ftruncate(handle, size)
        os.fsync(handle)
        self.size = size

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _opened(self) -> int:
        if self._handle is None:
            self._handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        return self._handle

    def _framed(self, records: Iterable[bytes]) -> bytes:
        frames = []
        for record in records:
            frames.append(frame(self._number, record))
            self._number += 1
        return b"".join(frames)
