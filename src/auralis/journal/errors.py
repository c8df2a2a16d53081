"""Why a journal can't be had."""

from pathlib import Path


class JournalTaken(RuntimeError):
    """Another program writes into it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another server keeps its stations in {folder}")


class NewerJournal(RuntimeError):
    """It was written by a newer program, in a format that can't be read here."""

    def __init__(self, path: Path, version: int, known: int) -> None:
        super().__init__(
            f"{path} is a journal of format {version}, from a newer Auralis; this one reads format {known}"
        )
