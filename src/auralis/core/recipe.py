"""The recipe: everything that decides the audio of a station, and nothing else.

Its canonical JSON has sorted keys, no white space, and the shortest decimal form of each number,
so that two equal recipes are equal bytes.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, get_args

from auralis.core.errors import InvalidValue
from auralis.core.json_data import check_parts, check_text
from auralis.core.migrations import FORMAT, migrated
from auralis.core.units import SAMPLE_RATES, Frame

Boundary = Literal["chunk", "beat", "bar", "phrase"]
Settings = Mapping[str, Any]

BOUNDARIES: Final[tuple[Boundary, ...]] = get_args(Boundary)
KIT: Final = "kit"
"""The one thing a change may set that is no music: from its frame on another kit plays."""

_SEED_LIMIT = 1 << 63
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Change:
    """Settings that take effect at the first `boundary` at or after `frame`."""

    frame: Frame
    boundary: Boundary
    set: Settings

    @property
    def kit(self) -> str | None:
        """The kit that plays from here on, if the change is one of kits."""
        return self.set.get(KIT)

    @property
    def music(self) -> Settings:
        """What it sets of the musical context."""
        return {name: value for name, value in self.set.items() if name != KIT}

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain JSON data."""
        return {"frame": self.frame, "boundary": self.boundary, "set": dict(self.set)}


@dataclass(frozen=True, slots=True)
class Recipe:
    """Seed, kit, first context and the log of changes: the audio is a pure function of it.

    A kit that plays a SoundFont is named with the font's SHA-256 (`font`) and FluidSynth's version;
    both are empty for any other.
    """

    engine: str
    seed: int
    kit: str
    sample_rate: int
    context: Settings
    changes: tuple[Change, ...] = field(default=())
    font: str = ""
    fluidsynth: str = ""

    def with_changes(self, changes: tuple[Change, ...]) -> "Recipe":
        """Return the recipe with another log."""
        return replace(self, changes=changes)

    def as_dict(self) -> dict[str, Any]:
        """Return the recipe as plain JSON data, font and FluidSynth only where they are named."""
        sampled = {"font": self.font, "fluidsynth": self.fluidsynth} if self.font else {}
        return {
            "format": FORMAT,
            "engine": self.engine,
            "seed": self.seed,
            "kit": self.kit,
            "sample_rate": self.sample_rate,
            "context": dict(self.context),
            "changes": [c.as_dict() for c in self.changes],
            **sampled,
        }

    def canonical(self) -> dict[str, Any]:
        """Return the recipe as JSON data in which equal numbers are alike: 60, never 60.0."""
        plain: dict[str, Any] = _plain(self.as_dict())
        return plain

    def to_json(self) -> str:
        """Return the canonical JSON."""
        return json.dumps(self.canonical(), sort_keys=True, separators=(",", ":"), allow_nan=False)


def parse(text: str | bytes) -> Recipe:
    """Read a recipe from JSON; raises `InvalidValue` naming what is wrong."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValue("recipe", _short(text), f"JSON ({error})") from None
    return from_dict(data)


def from_dict(data: object) -> Recipe:
    """Read a recipe from plain JSON data; raises `InvalidValue` naming the field.

    Numbers must be finite, text whole, and nothing nested more than eight levels deep.
    """
    if not isinstance(data, Mapping):
        raise InvalidValue("recipe", _short(data), "a JSON object")
    check_parts(data, "recipe", "recipe")
    check_text(data, "recipe")
    data = migrated(data)
    known = {"format", "engine", "seed", "kit", "sample_rate", "context", "changes", "font", "fluidsynth"}
    if unknown := sorted(set(data) - known):
        raise InvalidValue("recipe", unknown[0], f"the fields {', '.join(sorted(known))}")
    rate = data.get("sample_rate")
    if isinstance(rate, bool) or rate not in SAMPLE_RATES:
        raise InvalidValue("recipe.sample_rate", rate, " or ".join(map(str, SAMPLE_RATES)))
    changes = data.get("changes", [])
    if not isinstance(changes, list):
        raise InvalidValue("recipe.changes", _short(changes), "a list")
    parsed = tuple(_change(c, f"recipe.changes[{i}]") for i, c in enumerate(changes))
    return Recipe(
        engine=_text(data, "engine"),
        seed=check_seed(data.get("seed"), "recipe.seed"),
        kit=_text(data, "kit"),
        sample_rate=int(rate),
        context=_object(data.get("context"), "recipe.context"),
        changes=tuple(sorted(parsed, key=lambda c: c.frame)),
        **_sampled(data),
    )


def check_seed(value: object, where: str = "seed") -> int:
    """Return a seed, an integer in [0, 2⁶³), or raise `InvalidValue`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _SEED_LIMIT:
        raise InvalidValue(where, value, f"an integer from 0 to {_SEED_LIMIT - 1}")
    return value


def check_boundary(value: object, where: str = "boundary") -> Boundary:
    """Return a boundary's name, or raise `InvalidValue`."""
    for boundary in BOUNDARIES:
        if value == boundary:
            return boundary
    raise InvalidValue(where, value, ", ".join(BOUNDARIES))


def _change(data: object, where: str) -> Change:
    entry = _object(data, where)
    frame, boundary = entry.get("frame"), entry.get("boundary")
    if isinstance(frame, bool) or not isinstance(frame, int) or frame < 0:
        raise InvalidValue(f"{where}.frame", frame, "an integer, 0 or more")
    kind = check_boundary(boundary, f"{where}.boundary")
    wanted = _object(entry.get("set"), f"{where}.set")
    if not isinstance(wanted.get(KIT, ""), str):
        raise InvalidValue(f"{where}.set.{KIT}", wanted[KIT], "a kit's name")
    return Change(frame, kind, wanted)


def _sampled(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the font and FluidSynth's version where they are named: both, or neither."""
    if "font" not in data and "fluidsynth" not in data:
        return {}
    font = _text(data, "font")
    if not _SHA256.match(font):
        raise InvalidValue("recipe.font", _short(font), "a SHA-256, 64 hexadecimal digits")
    return {"font": font, "fluidsynth": _text(data, "fluidsynth")}


def _object(data: object, where: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise InvalidValue(where, _short(data), "a JSON object")
    return dict(data)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise InvalidValue(f"recipe.{name}", value, "a string")
    return value


def _plain(value: Any) -> Any:
    """Whole floats become integers: 60.0 and 60 are the same tempo and must be the same bytes."""
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _short(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
