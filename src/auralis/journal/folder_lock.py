"""A folder that one program has for itself."""

import fcntl
import os
from pathlib import Path
from typing import Final

_LOCK: Final = ".lock"


class FolderLock:
    """Held from `take` on, until `free` or the end of the process, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _LOCK
        self._held: int | None = None

    def take(self) -> bool:
        """Take the folder, and return whether nobody else has it. Raises OSError."""
        held = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            return False
        except OSError:
            os.close(held)
            raise
        self._held = held
        return True

    def free(self) -> None:
        """Let others have it."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
