"""What somebody wants the permanent stations to be, held against what they were."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from auralis.app.settings import Settings
from auralis.core.recipe import Recipe
from auralis.journal.kept_station import KeptStation, digest

_CONTEXT: Final = {
    "preset": "preset",
    "default_key": "key",
    "default_bpm": "bpm",
    "default_intensity": "intensity",
}
_HEAD: Final = ("kit", "sample_rate")
_MAIN: Final = "main"


@dataclass(frozen=True, slots=True)
class Wish:
    """A station that would begin, and which fields of it somebody chose; None: each, as in a recipe's file.

    What nobody chose, such as a seed that was drawn, is no reason to begin anew.
    """

    recipe: Recipe
    chosen: frozenset[str] | None

    def why_anew(self, kept: KeptStation) -> str | None:
        """Return what was chosen otherwise than the kept station was begun; None if nothing was."""
        if self.chosen is None:
            return None if kept.asked == digest(self.recipe) else "another recipe"
        wanted, known = _fields(self.recipe.as_dict()), _fields(kept.head)
        for name in sorted(self.chosen):
            if wanted.get(name) != known.get(name):
                return f"{name} {wanted.get(name)} and not {known.get(name)}"
        return None


def wishes(settings: Settings, seed: int | None, stations: Mapping[str, Recipe]) -> dict[str, Wish]:
    """Return the wishes for permanent stations by their names; `seed` is the one that was given, if any."""
    given = {name for name in settings.model_fields_set if getattr(settings, name) is not None}
    shared = frozenset(name for name in _HEAD if name in given) | ({"seed"} if seed is not None else set())
    own = frozenset(field for name, field in _CONTEXT.items() if name in given)
    presets = {entry.strip() for entry in settings.stations.split(",")}
    chosen = {name: shared | {"preset"} if name in presets else None for name in stations}
    chosen[_MAIN] = shared | own
    return {name: Wish(recipe, chosen[name]) for name, recipe in stations.items()}


def _fields(data: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a recipe's data, those of its context beside the others."""
    context = data["context"]
    return {**data, **(context if isinstance(context, Mapping) else {})}
