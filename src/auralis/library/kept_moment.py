"""A moment that was kept: a span of a recipe, its title, and the files that were made of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from auralis.composition import MusicalContext
from auralis.core import address
from auralis.core.errors import InvalidValue
from auralis.core.moment import Moment
from auralis.core.recipe import Recipe, from_dict
from auralis.core.units import Frame
from auralis.library.kept_file import KeptFile, kept_file
from auralis.library.names import is_name, timed

FORMAT: Final = 1
LONGEST_TITLE: Final = 100
LONGEST_ADDRESS: Final = 2_000
"""Characters: a longer address makes a link that programs and servers on its way may cut."""


@dataclass(frozen=True, slots=True)
class KeptMoment:
    """Frames [start, start + frames) of a recipe under a name.

    `created` is ISO 8601 in UTC; `station` is where it was kept, empty for one that came as an address;
    `holder` is the SHA-256 of the token that lets somebody rename and delete it.
    """

    name: str
    recipe: Recipe
    start: Frame
    frames: Frame
    title: str
    created: str
    station: str
    holder: str
    files: tuple[KeptFile, ...] = ()

    @property
    def moment(self) -> Moment:
        """Where it begins."""
        return Moment(self.recipe, self.start)

    @property
    def address(self) -> str:
        """Its address with the time it begins at, however long that is."""
        return timed(address.encode(self.recipe), self.moment)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.frames / self.recipe.sample_rate

    def file(self, form: str) -> KeptFile | None:
        """Return its file of a form, if it was made."""
        return next((f for f in self.files if f.form == form), None)

    def with_file(self, made: KeptFile) -> "KeptMoment":
        """Return it with a file in the place of the one of that form."""
        return replace(self, files=(*(f for f in self.files if f.form != made.form), made))

    def without_file(self, form: str) -> "KeptMoment":
        """Return it without its file of a form."""
        return replace(self, files=tuple(f for f in self.files if f.form != form))

    def to_json(self) -> bytes:
        """Return what is written into its folder."""
        plain = {
            "format": FORMAT,
            "name": self.name,
            "title": self.title,
            "created": self.created,
            "station": self.station,
            "start": self.start,
            "frames": self.frames,
            "holder": self.holder,
            "files": [f.as_dict() for f in self.files],
            "recipe": json.loads(self.recipe.to_json()),
        }
        return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def kept_moment(text: bytes) -> KeptMoment:
    """Read what was written; raises `InvalidValue` naming what is wrong."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValue("moment", str(error), "JSON") from None
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise InvalidValue("format", data.get("format") if isinstance(data, Mapping) else None, str(FORMAT))
    words = {name: _text(data, name) for name in ("name", "title", "created", "station", "holder")}
    if not is_name(words["name"]):
        raise InvalidValue("name", words["name"], "a kept moment's name")
    files = data.get("files")
    if not isinstance(files, list):
        raise InvalidValue("files", files, "a list")
    start, frames = (_count(data, name) for name in ("start", "frames"))
    return KeptMoment(
        recipe=from_dict(data.get("recipe")),
        start=start,
        frames=frames,
        files=tuple(map(kept_file, files)),
        **words,
    )


def tidy(title: object) -> str:
    """Return a title on one line; raises `InvalidValue` for what is none."""
    if not isinstance(title, str):
        raise InvalidValue("title", title, "text")
    printable = "".join(c if c.isprintable() else " " for c in title)
    tidied = " ".join(printable.encode("utf-8", "ignore").decode().split())
    if not 0 < len(tidied) <= LONGEST_TITLE:
        raise InvalidValue("title", title, f"1 to {LONGEST_TITLE} characters")
    return tidied


def context_at(moment: Moment) -> MusicalContext:
    """Return the settings in force at a moment; raises `InvalidValue` for settings out of range."""
    recipe, frame = moment
    context = MusicalContext.of(recipe.context)
    for change in recipe.changes:
        if change.frame <= frame and change.music:
            context = context.changed(change.music)
    return context


def title_of(moment: Moment) -> str:
    """Name the music of a moment: `focus, D dorian, 60 bpm, seed 7`."""
    context = context_at(moment)
    return f"{context.preset}, {context.key_signature}, {context.bpm:g} bpm, seed {moment.recipe.seed}"


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise InvalidValue(name, value, "text")
    return value


def _count(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name)
    if type(value) is not int or value < 0:
        raise InvalidValue(name, value, "an integer, 0 or more")
    return value
