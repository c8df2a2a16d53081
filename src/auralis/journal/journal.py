"""The journal: entries that are on the disk before anybody is told of what they say."""

import os
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from threading import Condition, Thread
from typing import Final

import structlog

from auralis.journal.entries import Entry, pack
from auralis.journal.errors import JournalTaken
from auralis.journal.folder_lock import FolderLock
from auralis.journal.kept_station import KeptStation
from auralis.journal.ledger import Ledger
from auralis.journal.log_file import LogFile
from auralis.journal.replay import Replay, replay

NAME: Final = "stations.journal"
_LARGEST: Final = 1 << 20
_GROWTH: Final = 4
_RETRY_S: Final = 5.0
_FAREWELL_S: Final = 2.0


class Journal:
    """Writes entries behind one another, by a thread: those that come while it writes share its next flush.

    Once the file is larger than `largest` bytes and four times what it would be if it were written anew,
    it is. What can't be written alters the journal all the same: `failure` says why, nothing more is tried
    for `retry_s` seconds, and then all there is to know is written afresh.
    """

    def __init__(self, folder: Path, largest: int = _LARGEST, retry_s: float = _RETRY_S) -> None:
        self.folder = folder
        self.failure: str | None = None
        self._largest = largest
        self._retry_s = retry_s
        self._lock = FolderLock(folder)
        self._ledger = Ledger()
        self._file = LogFile(folder / NAME)
        self._compact = 0
        self._changed = Condition()
        self._waiting: list[tuple[Entry, Future[bool]]] = []
        self._closing = self._trying = False
        self._thread = Thread(target=self._run, name="journal", daemon=True)

    @property
    def stations(self) -> Mapping[str, KeptStation]:
        """The stations there are, what waits to be written included."""
        return self._ledger.stations

    def open(self) -> Replay:
        """Read what is there, mend it, and begin to write.

        Raises `JournalTaken`, `NewerJournal`, and OSError for a folder that can't be used.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._lock.take():
            raise JournalTaken(self.folder)
        try:
            told, self._file = replay(self.folder / NAME, self._ledger)
        except BaseException:
            self._lock.free()
            raise
        self._compact = sum(len(pack(entry)) for entry in self._ledger.whole())
        self._thread.start()
        return told

    def write(self, entry: Entry) -> Future[bool]:
        """Take note of an entry at once; the answer, whether it is on the disk, comes when that is known."""
        answer: Future[bool] = Future()
        answer.set_running_or_notify_cancel()
        with self._changed:
            self._ledger.enter(entry)
            if self._closing or (self.failure is not None and not self._trying):
                answer.set_result(False)
                return answer
            self._waiting.append((entry, answer))
            self._changed.notify()
        return answer

    def close(self) -> None:
        """Write what waits, and let others have the folder."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(_FAREWELL_S)
        if not self._thread.is_alive():
            self._file.close()
            self._lock.free()

    def _run(self) -> None:
        while True:
            with self._changed:
                timeout = None if self.failure is None else self._retry_s
                self._changed.wait_for(lambda: self._waiting or self._closing, timeout)
                batch, self._waiting = self._waiting, []
                whole = self._ledger.whole() if self._is_due else None
                if self._closing and not batch and whole is None:
                    return
                closing, self._trying = self._closing, True
            self._commit([entry for entry, _ in batch], whole)
            for _, answer in batch:
                answer.set_result(self.failure is None)
            if closing and self.failure is not None:
                return

    @property
    def _is_due(self) -> bool:
        """Whether all is to be written anew: after a failure, and when there is much that is superseded."""
        return self.failure is not None or self._file.size > max(self._largest, _GROWTH * self._compact)

    def _commit(self, entries: list[Entry], whole: tuple[KeptStation, ...] | None) -> None:
        """Write entries, or all that they add up to; take note of how it went."""
        try:
            if whole is None or not self._written_anew(whole):
                self._file.append(map(pack, entries))
        except OSError as error:
            self._fail(os.strerror(error.errno) if error.errno else str(error))
        except Exception as error:  # whoever waits for an answer must get one
            self._fail(f"{type(error).__name__}: {error}")
        else:
            self._recover()

    def _written_anew(self, whole: tuple[KeptStation, ...]) -> bool:
        """Write a whole file, and return whether it is there; a disk without room for two keeps the one."""
        try:
            self._file.replace(map(pack, whole))
        except OSError:
            if self.failure is not None:
                raise
            self._compact = self._file.size
            return False
        self._compact = self._file.size
        return True

    def _fail(self, why: str) -> None:
        """Say once that nothing is kept any more."""
        with self._changed:
            failed_before, self.failure, self._trying = self.failure is not None, why, False
            waiting, self._waiting = self._waiting, []
        for _, answer in waiting:
            answer.set_result(False)
        if not failed_before:
            log = structlog.get_logger("auralis.journal")
            log.error("stations_not_kept", why=why, folder=str(self.folder), again_in_s=self._retry_s)

    def _recover(self) -> None:
        with self._changed:
            failed_before, self.failure, self._trying = self.failure is not None, None, False
        if failed_before:
            structlog.get_logger("auralis.journal").warning("stations_kept_again", folder=str(self.folder))
