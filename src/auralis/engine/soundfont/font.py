"""A SoundFont file, looked through before anything plays it."""

import hashlib
import os
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from auralis.core.errors import Unavailable
from auralis.engine.soundfont.preset import Preset, offers, presets_in
from auralis.engine.soundfont.riff import BrokenRiff, Chunk, chunks, root

MAX_BYTES = 500_000_000
_FORM = "RIFF/sfbk"
_SAMPLES, _PRESETS, _INFO = "LIST/sdta", "LIST/pdta", "LIST/INFO"
_VERSIONS = (2, 3)


@dataclass(frozen=True)
class Font:
    """A whole SF2 or SF3 file (`version` 2 or 3; 3 has its samples compressed) and what it offers."""

    path: Path
    size: int
    version: int
    presets: tuple[Preset, ...]

    @classmethod
    def open(cls, path: Path) -> "Font":
        """Return the font in a file; raises `Unavailable`, field `soundfont`, saying what is wrong."""
        size = _size(path)
        try:
            with path.open("rb") as file:
                return cls(path, size, *_content(file, size))
        except OSError as error:
            raise Unavailable("soundfont", str(path), f"a file that can be read ({error.strerror})") from None
        except ValueError as error:
            raise Unavailable("soundfont", str(path), f"a whole SF2 or SF3 file ({error})") from None

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the file, in hexadecimal; it is read in full the first time."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def check_preset(self, bank: int, number: int) -> None:
        """Raise `Unavailable` if a preset is not in the font."""
        if not offers(self.presets, bank, number):
            allowed = f"a font with preset {number} in bank {bank}; this one has {self._summary()}"
            raise Unavailable("soundfont", str(self.path), allowed)

    def _summary(self) -> str:
        few = ", ".join(f"{p.bank}:{p.number} {p.name}" for p in self.presets[:3])
        return f"{len(self.presets)} presets: {few}{', ...' if len(self.presets) > 3 else ''}"


def _size(path: Path) -> int:
    """Return a file's size; raises `Unavailable` unless it is a file of an allowed size."""
    if path.is_dir():
        raise Unavailable("soundfont", str(path), "a file; this is a folder")
    if not path.is_file():
        raise Unavailable("soundfont", str(path), "a file that exists")
    if not os.access(path, os.R_OK):
        raise Unavailable("soundfont", str(path), "a file that can be read")
    size = path.stat().st_size
    if size > MAX_BYTES:
        allowed = f"a file of at most {MAX_BYTES // 10**6} MB; this one has {size // 10**6} MB"
        raise Unavailable("soundfont", str(path), allowed)
    return size


def _content(file: BinaryIO, size: int) -> tuple[int, tuple[Preset, ...]]:
    """Return version and presets; raises ValueError."""
    whole = root(file, size)
    if whole.name != _FORM:
        raise BrokenRiff(f"it holds {whole.name.removeprefix('RIFF/')!r}, not a SoundFont (sfbk)")
    parts = {chunk.name: chunk for chunk in chunks(file, whole)}
    for name in (_INFO, _SAMPLES, _PRESETS):
        if name not in parts:
            raise BrokenRiff(f"it has no {name.removeprefix('LIST/')}")
    within = {name: {c.name: c for c in chunks(file, parts[name])} for name in (_INFO, _SAMPLES, _PRESETS)}
    version = _version(_bytes(file, within[_INFO], "ifil"))
    if "smpl" not in within[_SAMPLES]:
        raise BrokenRiff("it has no smpl: its samples lie elsewhere")
    return version, presets_in(_bytes(file, within[_PRESETS], "phdr"))


def _bytes(file: BinaryIO, found: dict[str, Chunk], name: str) -> bytes:
    if name not in found:
        raise BrokenRiff(f"it has no {name}")
    file.seek(found[name].start)
    return file.read(found[name].end - found[name].start)


def _version(chunk: bytes) -> int:
    if len(chunk) != struct.calcsize("<HH"):
        raise BrokenRiff("its ifil is no version")
    major: int = struct.unpack("<HH", chunk)[0]
    if major not in _VERSIONS:
        raise BrokenRiff(f"it is of version {major}, not of 2 or 3")
    return major
