"""What a worker has loaded: kernels, and the kits of its stations, each kit once."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from auralis.core.recipe import Recipe
from auralis.engine import Kernels, wants_font
from auralis.station.kits import Kits, opening
from auralis.station.trouble import Trouble

_Key = tuple[str, str, frozenset[str], int]


class Shelf:
    """Kits ready to play, shared by all stations that ask for the same. For any thread."""

    def __init__(self, kernels: Kernels, fonts: Sequence[Path]) -> None:
        self.kernels = kernels
        self._fonts = fonts
        self._ready: dict[_Key, tuple[Recipe, Kits]] = {}

    def has(self, recipe: Recipe) -> bool:
        """Return whether a recipe's kits need no loading and hold nothing that must be played again."""
        return _key(recipe) in self._ready and not wants_font(recipe.kit)

    def take(self, recipe: Recipe) -> tuple[Recipe, Kits, Trouble | None]:
        """Return what a live station begins with; see `kits.opening`. Loads what is not loaded yet."""
        key = _key(recipe)
        if key in self._ready:
            named, kits = self._ready[key]
            return replace(recipe, font=named.font, fluidsynth=named.fluidsynth), kits, None
        named, kits, trouble = opening(recipe, self._fonts)
        kits.ready(self.kernels, recipe.sample_rate)
        self._ready[_key(named)] = named, kits
        if trouble is None:
            self._ready[key] = named, kits
        return named, kits, trouble


def _key(recipe: Recipe) -> _Key:
    named = frozenset(c.kit for c in recipe.changes if c.kit is not None)
    return recipe.kit, recipe.font, named, recipe.sample_rate
