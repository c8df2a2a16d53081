"""The key that listen links are signed with."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

_BYTES: Final = 32


class LinkKey:
    """32 random bytes in a file of their own, made when they are first needed, and read by their owner alone.

    Without a file the key lives as long as the process. Who deletes the file and starts anew ends every link.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._key: bytes | None = secrets.token_bytes(_BYTES) if file is None else None

    def existing(self) -> bytes | None:
        """Return the key, None while there is none. Another process may have made it."""
        if self._key is None and self._file is not None:
            with suppress(OSError):
                self._key = _whole(self._file.read_bytes())
        return self._key

    def made(self) -> bytes:
        """Return the key, made if need be; raises OSError where it can't be written."""
        if (found := self.existing()) is not None:
            return found
        if self._file is None:
            raise RuntimeError("a key without a file is there from the beginning")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        # Linked under its name when it is whole: two that make it at once agree on the first.
        partial = self._file.with_name(f".{self._file.name}.{secrets.token_hex(4)}")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(secrets.token_bytes(_BYTES))
                out.flush()
                os.fsync(out.fileno())
            with suppress(FileExistsError):
                os.link(partial, self._file)
        finally:
            partial.unlink()
        self._key = _whole(self._file.read_bytes())
        if self._key is None:
            raise OSError(f"{self._file} is no key: delete it, and a new one is made")
        return self._key


def _whole(data: bytes) -> bytes | None:
    return data if len(data) == _BYTES else None
