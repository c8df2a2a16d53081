"""A file to be proved: its sound, and how it holds it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import soundfile

from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS, Block, Frame, to_pcm
from auralis.export.sound.pcm import to_pcm24

Samples = npt.NDArray[Any]
"""Shape (n, 2), in a file's own form: int16, int32 of 24 bits, or float32."""

_LOSSLESS: Final = {"PCM_16": "int16", "PCM_24": "int32", "FLOAT": "float32"}
_LOSSY: Final = ("VORBIS", "OPUS", "MPEG_LAYER_I", "MPEG_LAYER_II", "MPEG_LAYER_III")
_FULL: Final = {"PCM_16": 32_767.0, "PCM_24": 8_388_607.0, "FLOAT": 1.0}
_ALLOWED: Final = "a sound file: .wav or .flac of 16 or 24 bits or float, .opus, .ogg or .mp3"


class ProofFile:
    """An open sound file of two channels."""

    def __init__(self, path: Path, file: soundfile.SoundFile) -> None:
        self._path, self._file = path, file
        self.rate: int = file.samplerate
        self.frames: Frame = file.frames
        self._subtype: str = file.subtype

    @property
    def lossy(self) -> bool:
        """Whether its form gives up samples for space."""
        return self._subtype in _LOSSY

    @property
    def form(self) -> str:
        """Its form in words: `16 bit`, `24 bit`, `float`, `mp3`."""
        words = {"PCM_16": "16 bit", "PCM_24": "24 bit", "FLOAT": "float", "MPEG_LAYER_III": "mp3"}
        return words.get(self._subtype, self._subtype.lower())

    @property
    def full_scale(self) -> float:
        """What a sample of 1 is in it."""
        return _FULL[self._subtype]

    def samples(self, frames: Frame) -> Iterator[Samples]:
        """Yield its samples as it holds them, so many frames at a time; raises OSError where it is broken."""
        shift = 8 if self._subtype == "PCM_24" else 0
        for block in self._read(frames, _LOSSLESS[self._subtype]):
            yield block >> shift if shift else block

    def sound(self, frames: Frame) -> Iterator[npt.NDArray[np.float32]]:
        """Yield its sound as float32 of shape (n, 2)."""
        yield from self._read(frames, "float32")

    def held(self, block: Block) -> Samples:
        """Return what float32 of shape (2, n) is in this file's form."""
        if self._subtype == "PCM_16":
            return to_pcm(block)
        if self._subtype == "PCM_24":
            return to_pcm24(block)
        clipped: Samples = np.clip(block.T, np.float32(-1), np.float32(1))
        return clipped

    def _read(self, frames: Frame, kind: str) -> Iterator[Samples]:
        try:
            yield from self._file.blocks(frames, dtype=kind, always_2d=True)
        except soundfile.LibsndfileError as error:
            raise OSError(f"{self._path}: {error}") from error


@contextlib.contextmanager
def proving(path: Path) -> Iterator[ProofFile]:
    """Open a file that can be compared with music; raises `InvalidValue` naming what it lacks."""
    if not path.is_file():
        raise InvalidValue("file", str(path), f"{_ALLOWED}, that exists")
    try:
        file = soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, TypeError):
        raise InvalidValue("file", str(path), _ALLOWED) from None
    with file:
        if file.subtype not in (*_LOSSLESS, *_LOSSY):
            raise InvalidValue("file", f"{path} ({file.subtype_info})", _ALLOWED)
        if file.channels != CHANNELS:
            raise InvalidValue("channels", file.channels, f"{CHANNELS}: the music is stereo")
        if not file.frames:
            raise InvalidValue("file", str(path), "a file with sound in it")
        yield ProofFile(path, file)
