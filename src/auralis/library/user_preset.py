"""A preset that a user has made: a name for settings, and the file that it travels in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from auralis.composition import MusicalContext, normalise
from auralis.composition.presets import preset_named
from auralis.core.errors import InvalidValue
from auralis.library.kept_moment import tidy
from auralis.library.names import is_name, new_name

VERSION: Final = "auralis_preset"
"""The field of a file that says what it is, and in which format."""

FORMAT: Final = 1
_ID: Final = "p"
_OWN: Final = ("key", "mode", "key_held", "wander")
_EXAMPLE: Final = 'an object of settings, such as {"key": "A minor", "bpm": 50}'


@dataclass(frozen=True, slots=True)
class UserPreset:
    """Settings under a name, flat and canonical, upon a built-in preset if it has a `base`.

    `id` names it in URLs and on the disk; `created` is ISO 8601 in UTC; `holder` is the SHA-256 of the
    token that lets somebody change and delete it.
    """

    id: str
    name: str
    base: str | None
    settings: Mapping[str, object]
    created: str
    holder: str

    def as_dict(self) -> dict[str, object]:
        """Return what others are given: all but whose it is here, and since when."""
        return {VERSION: FORMAT, "name": self.name, "base": self.base, "settings": dict(self.settings)}

    def to_json(self) -> bytes:
        """Return what is written into its file."""
        return as_json({**self.as_dict(), "id": self.id, "created": self.created, "holder": self.holder})

    def with_settings(self, beside: Mapping[str, object]) -> dict[str, object]:
        """Return all that it sets, and what is set beside it, which wins.

        As beside a built-in preset a key holds and stills the wandering, a root keeps the preset's mode,
        and a mode its root. Raises `InvalidValue`.
        """
        said = normalise(beside)
        own = {**({} if self.base is None else {"preset": self.base}), **self.settings}
        root, mode = _parts(own)
        if "key" in said:
            own = {name: value for name, value in own.items() if name not in _OWN}
            if mode is not None and " " not in str(said["key"]):
                said = {"mode": mode, **said}
        elif "mode" in said and root is not None:
            own["key"] = root
        return normalise({**own, **said})


def user_preset(text: bytes) -> UserPreset:
    """Read what was written; raises `InvalidValue` naming what is wrong."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValue("preset", str(error), "JSON") from None
    if not isinstance(data, Mapping):
        raise InvalidValue("preset", data, "an object")
    check_version(data.get(VERSION))
    base, settings = music_of(data.get("base"), data.get("settings"))
    words = {name: _text(data, name) for name in ("id", "created", "holder")}
    return UserPreset(name=name_of(data.get("name")), base=base, settings=settings, **words)


def music_of(base: object, settings: object) -> tuple[str | None, dict[str, object]]:
    """Return a base and settings as a preset has them: checked, canonical, a `preset` in them as the base.

    Raises `InvalidValue` naming the field.
    """
    if not isinstance(settings, Mapping):
        raise InvalidValue("settings", settings, _EXAMPLE)
    own = normalise(settings)
    within = own.pop("preset", None)
    chosen = within if base is None else preset_named(base, "base").name
    if within is not None and within != chosen:
        raise InvalidValue("preset", within, f"{chosen}, which is its base, or nothing")
    if not own and chosen is None:
        raise InvalidValue("settings", settings, "one setting or more, or a base")
    named = None if chosen is None else str(chosen)
    MusicalContext.of(own if named is None else {"preset": named, **own})
    return named, own


def name_of(value: object) -> str:
    """Return a name on one line; raises `InvalidValue` for what is none, or could be taken for an id."""
    try:
        name = tidy(value)
    except InvalidValue as error:
        raise InvalidValue("name", value, error.allowed) from None
    if is_id(name):
        raise InvalidValue("name", value, "a name that does not look like a preset's id")
    return name


def check_version(value: object) -> None:
    """Raise `InvalidValue` for the format of a file that can't be read here."""
    if type(value) is not int or value != FORMAT:
        raise InvalidValue(VERSION, value, str(FORMAT))


def as_json(data: Mapping[str, object]) -> bytes:
    """Return data as a file that people can read."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def new_id() -> str:
    """Return an id that nobody has: that of a kept moment, but for its first letter."""
    return _ID + new_name()[1:]


def is_id(text: str) -> bool:
    """Return whether a text could be the id of a preset."""
    return text.startswith(_ID) and is_name("m" + text[1:])


def _parts(own: Mapping[str, object]) -> tuple[str | None, str | None]:
    """Return root and mode of settings, each None where they leave it to others."""
    root, _, mode = str(own.get("key", "")).partition(" ")
    return root or None, mode or (str(own["mode"]) if "mode" in own else None)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise InvalidValue(name, value, "text")
    return value
