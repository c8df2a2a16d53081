"""User presets as clients see them: saved, changed, told as plain JSON data, and applied by name."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final, NamedTuple

import structlog

from auralis.composition.presets import PRESETS
from auralis.core.errors import InvalidValue
from auralis.library.user_preset import VERSION, UserPreset, check_version
from auralis.library.user_presets import UserPresets
from auralis.server.access import Visitor
from auralis.server.keeping.keeping import Keeping, NotHolder
from auralis.server.keeping.sendable import sendable
from auralis.server.stations import Stations
from auralis.server.talk import Allowance, messages
from auralis.streaming.stage import Overloaded

ROUTE: Final = "/api/v1/presets"
_FIELDS: Final = ("name", "base", "settings", "station", VERSION)
_MUSIC: Final = ("base", "settings")
_MOMENTARY: Final = ("fade", "fade_s")
"""What a station does just now, which is no part of how it plays."""


class BuiltIn(RuntimeError):
    """A built-in preset was to be changed."""


class _Asked(NamedTuple):
    """Base and settings of a preset that a client asks for."""

    base: object
    settings: object


class PresetKeeping:
    """The presets of users, for clients. What uses the disk runs in a thread."""

    def __init__(self, presets: UserPresets, stations: Stations) -> None:
        self.presets = presets
        self._stations = stations
        self._allowance = Allowance(stations.clock.monotonic())

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Read what is there before an application runs; what is unreadable is logged and left alone."""
        await asyncio.to_thread(self.presets.load)
        log = structlog.get_logger("auralis.library")
        for name, why in self.presets.damaged.items():
            log.warning("preset_unreadable", file=name, why=why)
        yield

    def expanded(self, settings: Mapping[str, object]) -> Mapping[str, object]:
        """Return settings with a user's preset as what it stands for now; see `preset_names.Expand`."""
        if "preset" not in settings:
            return settings
        name = settings["preset"]
        if isinstance(name, str) and name in PRESETS:
            return settings
        found = self.presets.named(name) if isinstance(name, str) else None
        if found is None:
            raise InvalidValue("preset", name, f"{', '.join(PRESETS)}, or a preset that GET {ROUTE} lists")
        return found.with_settings({field: value for field, value in settings.items() if field != "preset"})

    async def save(self, body: Mapping[str, object], name: str | None = None) -> dict[str, object]:
        """Save a preset, under another `name` if one is said; return it with its holder's token.

        Raises `InvalidValue`, `Overloaded`, and as `UserPresets.save` and `Keeping.on_disk` do.
        """
        self._admit(body)
        asked = self._asked(body)
        called = body.get("name") if name is None else name
        now = messages.iso(self._stations.clock.unix())
        saved, token = await Keeping.on_disk(self.presets.save, called, *asked, now)
        return {**told(saved), "token": token}

    async def change(self, preset: str, body: Mapping[str, object]) -> dict[str, object]:
        """Change what a body says of a preset: its name, its base, all of its settings. Raises as `save`."""
        self._admit(body)
        if not body:
            raise InvalidValue("name", None, "one or more of name, base, settings, station")
        old = self.presets.find(preset)
        asked = self._asked({**_music_beside(old, body), **body})
        changed = await Keeping.on_disk(self.presets.change, preset, body.get("name", old.name), *asked)
        return told(changed)

    async def remove(self, preset: str) -> None:
        """Remove a preset."""
        await Keeping.on_disk(self.presets.remove, preset)

    def check(self, preset: str, visitor: Visitor) -> None:
        """Raise `BuiltIn`, `NotKept` or `NotHolder` unless a visitor is a preset's holder, or may all."""
        if preset in PRESETS:
            raise BuiltIn(f"{preset} is a built-in preset")
        self.presets.find(preset)
        if not visitor.is_admin and not any(self.presets.is_holder(preset, t) for t in visitor.tokens):
            raise NotHolder(f"only who saved preset {preset} can change it: the token told then is needed")

    def damaged(self) -> list[dict[str, object]]:
        """Return what is wrong with which file, short, whatever odd letters are in its name."""
        return [{"file": sendable(name), "why": sendable(why)} for name, why in self.presets.damaged.items()]

    def _admit(self, body: Mapping[str, object]) -> None:
        """Raise `Overloaded` where far too much is asked for at once, `InvalidValue` for unknown fields."""
        if not self._allowance.take(self._stations.clock.monotonic()):
            raise Overloaded("too many presets are to be saved at once")
        for field, value in body.items():
            if field not in _FIELDS:
                raise InvalidValue(field, value, ", ".join(_FIELDS))
        if VERSION in body:
            check_version(body[VERSION])

    def _asked(self, body: Mapping[str, object]) -> _Asked:
        """Return what a body says a preset is to play: its own settings, or a station's."""
        if "station" not in body:
            return _Asked(body.get("base"), body.get("settings", {}))
        for field in _MUSIC:
            if body.get(field) is not None:
                raise InvalidValue(field, body[field], "nothing beside station, which says all of it")
        station = body["station"]
        if not isinstance(station, str):
            raise InvalidValue("station", station, "a station's name")
        context = self._stations.find(station).source.context
        return _Asked(None, {name: value for name, value in context.items() if name not in _MOMENTARY})


def told(preset: UserPreset) -> dict[str, object]:
    """Return a user's preset as plain data."""
    return {
        "id": preset.id,
        "name": preset.name,
        "built_in": False,
        "base": preset.base,
        "settings": dict(preset.settings),
        "created": preset.created,
        "file": f"{ROUTE}/{preset.id}/file",
    }


def _music_beside(old: UserPreset, body: Mapping[str, object]) -> dict[str, object]:
    """Return what stays of a preset's music where a body says nothing of it."""
    if "station" in body:
        return {}
    settings = body.get("settings")
    rebased = isinstance(settings, Mapping) and "preset" in settings
    return {"base": None if rebased else old.base, "settings": old.settings}
