"""Sound files, written block by block."""

from collections.abc import Iterable
from pathlib import Path

import soundfile

from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS, Pcm
from auralis.export.files import check_writable, replacing

FORMATS = {"wav": "WAV", "flac": "FLAC"}
_RF64_BYTES = 1 << 32
_BYTES_PER_FRAME = 4
_HEADER_BYTES = 4096


def check_target(path: Path, kind: str | None) -> str:
    """Return the format for a file, by its name unless it is given; raises `InvalidValue`."""
    suffix = kind or path.suffix.removeprefix(".").lower()
    if suffix not in FORMATS:
        raise InvalidValue("format", suffix, ", ".join(FORMATS))
    check_writable(path, "out")
    return suffix


def write(path: Path, blocks: Iterable[Pcm], kind: str, sample_rate: int, frames: int) -> None:
    """Write wire PCM, `frames` of it, as 16 bit WAV (RF64 past 4 GiB) or FLAC.

    Raises OSError; nothing half-written is left behind, and an older file of that name stays as it was.
    """
    wide = kind == "wav" and frames * _BYTES_PER_FRAME + _HEADER_BYTES > _RF64_BYTES
    container = "RF64" if wide else FORMATS[kind]
    with replacing(path) as partial:
        try:
            with soundfile.SoundFile(partial, "w", sample_rate, CHANNELS, "PCM_16", format=container) as out:
                for block in blocks:
                    out.write(block)
        except soundfile.LibsndfileError as error:
            raise OSError(f"{path}: {error}") from error
