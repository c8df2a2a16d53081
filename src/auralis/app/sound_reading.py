"""Sound files, read block by block: whatever libsndfile reads."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

from auralis.analysis import RATES
from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS

_BLOCK = 1 << 17
_ALLOWED = "a sound file, such as .wav, .flac, .ogg or .mp3"


class SoundReader:
    """An open sound file; `blocks` yields it once, from its beginning."""

    def __init__(self, path: Path, file: soundfile.SoundFile) -> None:
        self._path = path
        self._file = file
        self.sample_rate: int = file.samplerate
        self.channels: int = file.channels
        self.frames: int = file.frames

    def blocks(self) -> Iterator[npt.NDArray[np.float64]]:
        """Yield blocks of shape (frames, channels); raises OSError where the file is broken."""
        try:
            yield from self._file.blocks(_BLOCK, dtype="float64", always_2d=True)
        except soundfile.LibsndfileError as error:
            raise OSError(f"{self._path}: {error}") from error


@contextlib.contextmanager
def reading(path: Path) -> Iterator[SoundReader]:
    """Open a file that can be measured; raises `InvalidValue` naming what it lacks."""
    if not path.is_file():
        raise InvalidValue("file", str(path), f"{_ALLOWED}, that exists")
    with contextlib.closing(_open(path)) as file:
        reader = SoundReader(path, file)
        _check("channels", reader.channels, 1, CHANNELS)
        _check("sample_rate", reader.sample_rate, *RATES)
        if reader.frames == 0:
            raise InvalidValue("file", str(path), "a file with sound in it")
        yield reader


def _open(path: Path) -> Any:
    try:
        return soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, TypeError):
        raise InvalidValue("file", str(path), _ALLOWED) from None


def _check(field: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise InvalidValue(field, value, f"{least} to {most}")
