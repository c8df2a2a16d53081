"""The presets that users have made: a file each, in one folder on disk."""

import os
import secrets
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Final

from auralis.composition.presets import PRESETS
from auralis.core.errors import InvalidValue
from auralis.library import durable
from auralis.library.errors import LibraryFull, NameTaken, NotKept
from auralis.library.user_preset import UserPreset, is_id, music_of, name_of, new_id, user_preset

MOST: Final = 500
LARGEST: Final = 64_000
"""Bytes of a file that is read."""

_SUFFIX: Final = ".json"
_PARTIAL: Final = ".json.part"


class UserPresets:
    """User presets by name. Safe to use from several threads; `find` and `named` never wait for the disk.

    No two names are alike, and none is like a built-in preset's, whatever their case. The folder is made
    when something is first saved. What in it can't be read is left alone and named by `damaged`. What
    writes may raise OSError.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = RLock()
        self._presets: dict[str, UserPreset] = {}
        self._ids: dict[str, str] = {}
        self._damaged: dict[str, str] = {}

    def load(self) -> None:
        """Read what is there, and clear away what was being written when the program ended."""
        with self._lock:
            for path in durable.entries(self.folder, self._damaged):
                if path.name.startswith(".") and path.name.endswith(_PARTIAL):
                    with suppress(OSError):
                        path.unlink()
                elif not path.name.startswith("."):
                    self._read(path)
            self._index()

    @property
    def all(self) -> tuple[UserPreset, ...]:
        """All of them, by name."""
        return tuple(sorted(self._presets.copy().values(), key=lambda p: (_folded(p.name), p.id)))

    @property
    def damaged(self) -> Mapping[str, str]:
        """What is wrong with files that can't be read, by their names."""
        return dict(self._damaged)

    def find(self, preset: str) -> UserPreset:
        """Return a preset by its id; raises `NotKept`."""
        if preset not in self._presets:
            raise NotKept(f"no preset {preset[:20]!r} is kept here")
        return self._presets[preset]

    def named(self, text: str) -> UserPreset | None:
        """Return the preset of an id or a name, whatever its case; None if there is none."""
        return self._presets.get(text) or self._presets.get(self._ids.get(_folded(text), ""))

    def save(self, name: object, base: object, settings: object, created: str) -> tuple[UserPreset, str]:
        """Save settings under a name; return them with the token of whoever holds them, told only here.

        Raises `InvalidValue`, `NameTaken`, `LibraryFull`.
        """
        music = music_of(base, settings)
        token = secrets.token_urlsafe(32)
        holder = sha256(token.encode()).hexdigest()
        preset = UserPreset(new_id(), name_of(name), *music, created, holder)
        with self._lock:
            if len(self._presets) >= MOST:
                raise LibraryFull(f"{MOST} presets are kept here, as many as may be")
            return self._put(preset), token

    def change(self, preset: str, name: object, base: object, settings: object) -> UserPreset:
        """Give a preset a name and settings; raises `NotKept`, `InvalidValue`, `NameTaken`."""
        music = music_of(base, settings)
        with self._lock:
            old = self.find(preset)
            return self._put(replace(old, name=name_of(name), base=music[0], settings=music[1]))

    def remove(self, preset: str) -> None:
        """Remove a preset; raises `NotKept`."""
        with self._lock:
            self.find(preset)
            self._path(preset).unlink(missing_ok=True)
            durable.settle(self.folder)
            del self._presets[preset]
            self._index()

    def is_holder(self, preset: str, token: str | None) -> bool:
        """Return whether a token is that of a preset's holder; raises `NotKept`."""
        given = sha256((token or "").encode("utf-8", "replace")).hexdigest()
        return secrets.compare_digest(given, self.find(preset).holder)

    def _put(self, preset: UserPreset) -> UserPreset:
        """Write a preset into its file, and return it."""
        folded = _folded(preset.name)
        if folded in map(_folded, PRESETS):
            raise NameTaken(f"{preset.name!r} is the name of a built-in preset")
        if self._ids.get(folded, preset.id) != preset.id:
            raise NameTaken(f"there is a preset {preset.name!r} already")
        self.folder.mkdir(parents=True, exist_ok=True)
        durable.write(self._path(preset.id), preset.to_json())
        self._presets[preset.id] = preset
        self._index()
        return preset

    def _index(self) -> None:
        """Note who has which name: of files with the same, which only people make, the first by id."""
        self._ids = {_folded(p.name): p.id for p in reversed(self.all)}

    def _path(self, preset: str) -> Path:
        return self.folder / f"{preset}{_SUFFIX}"

    def _read(self, path: Path) -> None:
        try:
            if not path.is_file() or path.stat().st_size > LARGEST:
                raise InvalidValue("preset", path.name, f"a file of at most {LARGEST} bytes")
            found = user_preset(path.read_bytes())
            if not is_id(found.id) or path.name != f"{found.id}{_SUFFIX}":
                raise InvalidValue("id", found.id, f"the name of its file, {path.name}")
        except (OSError, InvalidValue) as error:
            why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
            self._damaged[path.name] = why
        else:
            self._presets[found.id] = found


def _folded(name: str) -> str:
    """Return what is compared of a name."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
