"""A journal read again: what it says of the stations, and what was wrong with it."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from auralis.journal.entries import pack, unpack
from auralis.journal.errors import NewerJournal
from auralis.journal.framing import FORMAT, Reading, read
from auralis.journal.ledger import Ledger
from auralis.journal.log_file import LogFile
from auralis.library import durable

_ASIDE: Final = 1000


@dataclass
class Replay:
    """What came of reading a journal.

    `torn` bytes were cut off its end and `damaged` ones passed over, `why` says what was wrong, and
    `kept_as` where the damaged file was put. `missing` names what is known to be lost.
    """

    records: int = 0
    torn: int = 0
    damaged: int = 0
    why: str = ""
    kept_as: Path | None = None
    missing: list[str] = field(default_factory=list)


def replay(path: Path, ledger: Ledger) -> tuple[Replay, LogFile]:
    """Enter into a ledger what a file says; return what was found, and the file, mended, to go on with.

    A file that ends in the midst of a record is cut behind the last whole one. One that is damaged before
    its end is put aside and written anew. Raises `NewerJournal`, and OSError for what can't be read or
    mended.
    """
    if not path.exists():
        file = LogFile(path)
        file.replace(())
        durable.settle(path.parent.parent)
        return Replay(), file
    data = path.read_bytes()
    found = read(data)
    if found.format is not None and found.format > FORMAT:
        raise NewerJournal(path, found.format, FORMAT)
    told = Replay(len(found.records), found.torn, found.damaged, found.why)
    understood = _enter(found, ledger, told)
    file = LogFile(path, found.end, found.last + 1)
    if found.format is None or found.damaged or not understood:
        told.kept_as = _put_aside(path, data)
        file.replace(map(pack, ledger.whole()))
    elif found.torn:
        file.cut(found.end)
    return told, file


def _enter(found: Reading, ledger: Ledger, told: Replay) -> bool:
    """Enter records; return whether all could be read."""
    understood = True
    for record in found.records:
        try:
            missing = ledger.enter(unpack(record))
        except ValueError as error:
            understood, told.why = False, f"a record can't be read ({error})"
            told.damaged += len(record)
            continue
        if missing is not None:
            told.missing.append(missing)
    return understood


def _put_aside(path: Path, data: bytes) -> Path:
    """Keep what a file holds under another name, on the disk."""
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in range(1, _ASIDE))
    aside = next((name for name in names if not name.exists()), path.with_name(f"{path.name}.damaged"))
    durable.write(aside, data)
    os.chmod(aside, 0o600)  # noqa: PTH101 -- owners' digests are in it
    return aside
