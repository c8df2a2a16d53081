"""A log file that neither fills the disk nor stops the program."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from auralis.core.errors import InvalidValue

BYTES: Final = 10 * 1024 * 1024
OLDER: Final = 5


class LogFile(RotatingFileHandler):
    """Begins a new file at 10 MiB and keeps five older ones, named `.1` to `.5`.

    Raises `InvalidValue` where it can't be written. Should it fail later, as on a full disk, one line on
    standard error says so and what can't be written is lost; another says when it can be written again.
    """

    def __init__(self, path: Path, largest: int = BYTES, older: int = OLDER) -> None:
        try:
            super().__init__(path, maxBytes=largest, backupCount=older, encoding="utf-8", errors="replace")
        except OSError as error:
            why = f"a file that can be written ({error.strerror})"
            raise InvalidValue("log_file", str(path), why) from None
        self._failing = self._failed = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        failed, self._failed = self._failing, False
        super().emit(record)
        self._failing = self._failed
        if failed and not self._failing:
            self._tell("is written again")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- logging's name
        """Say once why nothing is written."""
        self._failed = True
        if not self._failing:
            self._tell(f"can't be written: {sys.exc_info()[1]}")

    def close(self) -> None:
        """Let go of the file; what the disk does not take is lost."""
        try:
            super().close()
        except OSError:
            self._tell("was not written to its end")

    def _tell(self, what: str) -> None:
        sys.stderr.write(f"auralis: log file {self.baseFilename} {what}\n")
