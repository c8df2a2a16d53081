"""What a personal station may be opened with."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from auralis.composition import MusicalContext, normalise
from auralis.core import address, moment
from auralis.core.errors import InvalidValue
from auralis.core.moment import Moment
from auralis.core.recipe import KIT, Recipe, check_seed, from_dict
from auralis.server.stations.preset_names import Expand, built_in_only

_SEED_BITS: Final = 32
_LARGEST: Final = 1 << 20
_MOST_CHANGES: Final = 1000
_WHOLE: Final = ("recipe", "address")
_QUERY: Final = ("preset", "key", "mode", "bpm", "intensity", "seed", "kit", "address")
_NUMBERS: Final[Mapping[str, type[int] | type[float]]] = {"seed": int, "bpm": float, "intensity": float}


@dataclass(frozen=True, slots=True)
class Repertoire:
    """The engine's version, and what a new station plays with where nothing is said: kit and rate.

    `kits` are the names of those that this engine has besides, `fonts` the SoundFonts in use by SHA-256, each
    with FluidSynth's version. `kept` leads from the name of a kept moment to it, from any other text to None;
    `expand` from settings that name a user's preset to what they stand for.
    """

    engine: str
    kit: str
    sample_rate: int
    kits: frozenset[str] = frozenset()
    fonts: frozenset[tuple[str, str]] = frozenset()
    kept: Callable[[str], Moment | None] = lambda _: None
    expand: Expand = built_in_only

    def moment(self, wanted: Mapping[str, object]) -> Moment:
        """Return what a new station is to play: a whole `recipe` or `address`, or settings, seed and kit.

        An address may say at what time the station is to begin: `a1…@0:12:34`; the name of a kept moment
        stands for its address. Without a seed one is drawn. Raises `InvalidValue`;
        whether there is such a kit the stage knows.
        """
        whole = [name for name in _WHOLE if name in wanted]
        if not whole:
            return Moment(self._new(wanted))
        if len(wanted) > 1:
            other = next(name for name in wanted if name != whole[0])
            raise InvalidValue(other, wanted[other], f"nothing beside {whole[0]}, which says all of it")
        value = wanted[whole[0]]
        if isinstance(value, str) and whole[0] == "address" and (found := self.kept(value)) is not None:
            return found
        recipe, frame = _read(whole[0], value)
        return Moment(self._checked(recipe), frame)

    def why_not_exact(self, recipe: Recipe) -> str | None:
        """Return why a recipe may not sound here as it did elsewhere; None if it does, bit for bit."""
        kits = {recipe.kit, *(c.kit for c in recipe.changes if c.kit is not None)}
        missing = sorted(kits - self.kits - {self.kit})
        if missing:
            return f"There is no kit {missing[0]!r} here."
        if recipe.engine != self.engine:
            return f"It is from engine {recipe.engine}; this one is {self.engine} and may play it otherwise."
        if recipe.font and (recipe.font, recipe.fluidsynth) not in self.fonts:
            return (
                f"It needs the SoundFont with the SHA-256 {recipe.font} and FluidSynth {recipe.fluidsynth},"
                " which no station of this server plays."
            )
        return None

    def _new(self, wanted: Mapping[str, object]) -> Recipe:
        music = {name: value for name, value in wanted.items() if name not in ("seed", "kit")}
        seed = check_seed(wanted["seed"]) if "seed" in wanted else secrets.randbits(_SEED_BITS)
        first = MusicalContext.of(self.expand(music)).first_settings()
        kit = self._kit(wanted.get("kit", self.kit))
        return Recipe(self.engine, seed, kit, self.sample_rate, first)

    def _checked(self, recipe: Recipe) -> Recipe:
        if len(recipe.changes) > _MOST_CHANGES:
            raise InvalidValue("recipe.changes", f"{len(recipe.changes)} changes", f"{_MOST_CHANGES} at most")
        MusicalContext.of(recipe.context)
        self._kit(recipe.kit)
        for change in recipe.changes:
            normalise(change.music)
            self._kit(change.set.get(KIT, self.kit))
        return recipe

    def _kit(self, name: object) -> str:
        """Return a kit's name; a path leads into this machine, and is not for others to choose."""
        if isinstance(name, str) and name and (name == self.kit or "/" not in name):
            return name
        raise InvalidValue("kit", name, "a kit's name")


def asked_for(query: Mapping[str, str]) -> dict[str, object]:
    """Return what the query of `/ws/new` asks for; what else it says is not about the music."""
    return {name: _number(name, query[name]) for name in _QUERY if name in query}


def _number(name: str, text: str) -> object:
    """Return a number where one is due, the text itself where it is none or none is due."""
    try:
        return _NUMBERS[name](text) if name in _NUMBERS else text
    except ValueError:
        return text


def _read(name: str, value: object) -> Moment:
    if name == "recipe":
        return Moment(from_dict(value))
    if not isinstance(value, str):
        raise InvalidValue("address", value, f"text that begins with {address.FORMS}")
    return moment.decode(value, _LARGEST)
