"""What is left once a file is made: `python -m auralis.library.finishing FILE [STEMS]`.

Stems are packed into the file; then its size and SHA-256 are printed. That is done in a process of its own:
an hour of stems is ten gigabytes.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from auralis.library.checksum import summed

_BLOCK: Final = 1 << 20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o644 << 16


def pack(folder: Path, out: Path) -> None:
    """Put stems into a zip as they are, each removed once it is in; the same files are the same bytes."""
    with ZipFile(out, "w", ZIP_STORED) as packed:
        for file in sorted(folder.glob("*.wav")):
            entry = ZipInfo(file.name, _EPOCH)
            entry.external_attr = _PLAIN_FILE
            with file.open("rb") as source, packed.open(entry, "w", force_zip64=True) as member:
                shutil.copyfileobj(source, member, _BLOCK)
            file.unlink()


def main(file: str, stems: str | None = None) -> None:
    """Pack stems, if there are any, and print size and SHA-256."""
    if stems is not None:
        pack(Path(stems), Path(file))
    made = Path(file)
    with made.open("rb") as source:
        os.fsync(source.fileno())
    sys.stdout.write(f"{made.stat().st_size} {summed(made)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
