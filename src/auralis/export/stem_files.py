"""Stems as files: a layer each, the return of the effects, and the mix they sum to."""

import os
from collections.abc import Sequence
from pathlib import Path

from auralis.core.errors import InvalidValue
from auralis.export.files import check_writable

MIX = "mix"


def check_folder(folder: Path, names: Sequence[str]) -> None:
    """Raise `InvalidValue` unless stems of these names can be written into a folder, there or to be made."""
    parent = folder.absolute().parent
    usable = os.access(folder if folder.exists() else parent, os.W_OK)
    if not usable or not (folder.is_dir() or (parent.is_dir() and not folder.exists())):
        raise InvalidValue("stems", str(folder), "a folder that can be written to")
    if folder.exists():
        for name in (*names, MIX):
            check_writable(stem_file(folder, name), "stems")


def stem_file(folder: Path, name: str) -> Path:
    """Return the file of a stem."""
    return folder / f"{name}.wav"
