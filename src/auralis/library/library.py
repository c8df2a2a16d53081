"""The library: a folder a kept moment, on disk."""

import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.core.moment import Moment
from auralis.core.units import Frame
from auralis.library import durable
from auralis.library.errors import LibraryFull, NotKept
from auralis.library.forms import FORMS
from auralis.library.kept_file import KeptFile
from auralis.library.kept_moment import KeptMoment, kept_moment, tidy, title_of
from auralis.library.names import is_name, new_name

MEGABYTE: Final = 1_000_000
DOCUMENT: Final = "moment.json"
LONGEST_S: Final = 24 * 3600
MOST: Final = 10_000
"""Moments, so that a list of them can be read."""

_SPARE: Final = 64 * MEGABYTE
_GONE: Final = ".gone-"
_NEW: Final = ".new-"


class Library:
    """Kept moments, newest first. Safe to use from several threads; `find` never waits for the disk.

    `quota` bounds the bytes of all that is kept. The folder is made when something is first kept. What in it
    can't be read is left alone and named by `damaged`. Everything may raise OSError.
    """

    def __init__(self, folder: Path, quota: int) -> None:
        self.folder = folder
        self.quota = quota
        self.lock = RLock()
        self._moments: dict[str, KeptMoment] = {}
        self._sizes: dict[str, int] = {}
        self._damaged: dict[str, str] = {}

    def load(self) -> None:
        """Read what is there, and finish what was being removed when the program ended."""
        with self.lock:
            for path in durable.entries(self.folder, self._damaged):
                if path.name.startswith((_GONE, _NEW)):
                    shutil.rmtree(path, ignore_errors=True)
                elif not path.name.startswith("."):
                    self._read(path)

    @property
    def moments(self) -> tuple[KeptMoment, ...]:
        """All moments, the newest first."""
        return tuple(sorted(self._moments.copy().values(), key=lambda m: (m.created, m.name), reverse=True))

    @property
    def damaged(self) -> Mapping[str, str]:
        """What is wrong with folders that can't be read, by their names."""
        return dict(self._damaged)

    @property
    def used(self) -> int:
        """Bytes of all that is kept."""
        return sum(self._sizes.copy().values()) + sum(f.bytes for m in self.moments for f in m.files)

    def find(self, name: str) -> KeptMoment:
        """Return a moment; raises `NotKept`."""
        found = self._moments.get(name)
        if found is None:
            raise NotKept(f"no moment {name[:20]!r} is kept here")
        return found

    def path(self, moment: KeptMoment, form: str) -> Path:
        """Return where a moment's file of a form is, or will be."""
        return self.folder / moment.name / FORMS[form].file

    def is_whole(self, moment: KeptMoment, made: KeptFile) -> bool:
        """Return whether a file is there and as long as it was, and was never found to be another."""
        try:
            return not made.damaged and self.path(moment, made.form).stat().st_size == made.bytes
        except OSError:
            return False

    def keep(
        self, moment: Moment, frames: Frame, created: str, title: object = None, station: str = ""
    ) -> tuple[KeptMoment, str]:
        """Keep `frames` from a moment on; return them with the token of whoever holds them, told only here.

        Raises `InvalidValue`, and `LibraryFull`.
        """
        rate = moment.recipe.sample_rate
        if not 0 < frames <= LONGEST_S * rate:
            raise InvalidValue("duration", frames / rate, f"more than 0 and at most {LONGEST_S} seconds")
        named = title_of(moment)
        token = secrets.token_urlsafe(32)
        kept = KeptMoment(
            new_name(),
            moment.recipe,
            moment.frame,
            frames,
            named if title is None else tidy(title),
            created,
            station,
            sha256(token.encode()).hexdigest(),
        )
        with self.lock:
            self._check_room(kept)
            self._begin(kept)
        return kept, token

    def is_holder(self, name: str, token: str | None) -> bool:
        """Return whether a token is that of a moment's holder; raises `NotKept`."""
        given = sha256((token or "").encode("utf-8", "replace")).hexdigest()
        return secrets.compare_digest(given, self.find(name).holder)

    def rename(self, name: str, title: object) -> KeptMoment:
        """Give a moment another title; raises `InvalidValue`, `NotKept`."""
        with self.lock:
            return self.put(replace(self.find(name), title=tidy(title)))

    def remove(self, name: str) -> None:
        """Remove a moment with all that was made of it; raises `NotKept`."""
        with self.lock:
            self.find(name)
            gone = self.folder / f"{_GONE}{name}-{secrets.token_hex(4)}"
            if (self.folder / name).exists():
                durable.move(self.folder / name, gone)
            del self._moments[name], self._sizes[name]
        shutil.rmtree(gone, ignore_errors=True)

    def put(self, moment: KeptMoment) -> KeptMoment:
        """Write a moment that is kept already, and return it."""
        with self.lock:
            text = moment.to_json()
            durable.write(self.folder / moment.name / DOCUMENT, text)
            self._moments[moment.name], self._sizes[moment.name] = moment, len(text)
        return moment

    def reread(self, name: str) -> KeptMoment | None:
        """Return a moment as it is on the disk, which others may have changed; None if it is gone."""
        with self.lock:
            if not self._read(self.folder / name):
                self._moments.pop(name, None)
                self._sizes.pop(name, None)
            return self._moments.get(name)

    def check_room(self, wanted: int) -> None:
        """Raise `LibraryFull` unless so many bytes more may be kept, and the disk has them."""
        if self.used + wanted > self.quota:
            allowed, there = self.quota / MEGABYTE, self.used / MEGABYTE
            raise LibraryFull(
                f"the library may hold {allowed:,.0f} MB and holds {there:,.0f} MB;"
                f" this could take {wanted / MEGABYTE:,.1f} MB more"
            )
        free = shutil.disk_usage(_existing(self.folder)).free
        if free < wanted + _SPARE:
            raise LibraryFull(f"the disk has {free / MEGABYTE:,.0f} MB left, too little for this")

    def _check_room(self, kept: KeptMoment) -> None:
        if len(self._moments) >= MOST:
            raise LibraryFull(f"the library holds {MOST} moments, as many as it may")
        self.check_room(len(kept.to_json()))

    def _begin(self, kept: KeptMoment) -> None:
        """Make a moment's folder, whole at once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self.folder / f"{_NEW}{kept.name}"
        new.mkdir()
        text = kept.to_json()
        durable.write(new / DOCUMENT, text)
        durable.move(new, self.folder / kept.name)
        self._moments[kept.name], self._sizes[kept.name] = kept, len(text)

    def _read(self, path: Path) -> bool:
        """Take in a moment; return whether it can be read. Who looks meanwhile sees it as it was."""
        try:
            text = (path / DOCUMENT).read_bytes()
            found = kept_moment(text)
            if not is_name(path.name) or found.name != path.name:
                raise InvalidValue("name", found.name, path.name)
        except (OSError, InvalidValue) as error:
            why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
            self._damaged[path.name] = why
            return False
        self._moments[found.name], self._sizes[found.name] = found, len(text)
        return True


def _existing(folder: Path) -> Path:
    """Return the nearest folder above that there is."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())
