"""Stems as files: a layer each, the return of the effects, and the mix they sum to."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import soundfile

from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS, Block
from auralis.export.files import check_writable, replacing

MIX = "mix"
_RF64_BYTES = 1 << 32
_BYTES_PER_FRAME = 8
_HEADER_BYTES = 4096


def check_folder(folder: Path, names: Sequence[str]) -> None:
    """Raise `InvalidValue` unless stems of these names can be written into a folder, there or to be made."""
    parent = folder.absolute().parent
    usable = os.access(folder if folder.exists() else parent, os.W_OK)
    if not usable or not (folder.is_dir() or (parent.is_dir() and not folder.exists())):
        raise InvalidValue("stems", str(folder), "a folder that can be written to")
    if folder.exists():
        for name in (*names, MIX):
            check_writable(_file(folder, name), "stems")


def written(
    folder: Path,
    names: Sequence[str],
    blocks: Iterable[tuple[Block, Block, Block]],
    sample_rate: int,
    frames: int,
) -> Iterator[Block]:
    """Yield the music of (music, mix, stems) while mix and stems go into float WAV files of 32 bits.

    `names` are the stems', two rows each. The files are RF64 past 4 GiB. Raises OSError; they carry their
    names only once the last block has been asked for, and nothing half-written is left behind.
    """
    folder.mkdir(exist_ok=True)
    wide = frames * _BYTES_PER_FRAME + _HEADER_BYTES > _RF64_BYTES
    try:
        with ExitStack() as open_files:
            partial = [open_files.enter_context(replacing(_file(folder, n))) for n in (*names, MIX)]
            files = [
                open_files.enter_context(
                    soundfile.SoundFile(
                        path, "w", sample_rate, CHANNELS, "FLOAT", format="RF64" if wide else "WAV"
                    )
                )
                for path in partial
            ]
            for music, mix, stems in blocks:
                rows = np.vstack((stems, mix))
                for k, file in enumerate(files):
                    file.write(rows[CHANNELS * k : CHANNELS * (k + 1)].T)
                yield music
    except soundfile.LibsndfileError as error:
        raise OSError(f"{folder}: {error}") from error


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.wav"
