"""How the controls of a context set a kit's parameters, as expressions."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.engine.errors import InvalidPatch
from auralis.engine.files.laws import Laws
from auralis.engine.kit import Controls

CONTROLS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"bpm": (40.0, 200.0), "brightness": (0.0, 1.0), "space": (0.0, 1.0)}
)
"""The controls that every context has, and their ranges."""

GAIN: Final = (0.0, 2.0)


def gain_of(layer: str) -> str:
    """Return the name of the control of a layer's gain."""
    return f"layers.{layer}.gain"


class KitLaw:
    """Turns controls into values of `player.node.parameter`.

    Expressions may use the numbers of the preset by name, `bpm`, `brightness`, `space`,
    `layers.NAME.gain` of the kit's layers, and definitions made from them. `where` names the file.
    """

    def __init__(
        self,
        where: str,
        layers: tuple[str, ...],
        presets: Mapping[str, Mapping[str, float]],
        definitions: Mapping[str, str],
        values: Mapping[str, str],
    ) -> None:
        self.presets = presets
        self.controls = (*CONTROLS, *map(gain_of, layers))
        numbers = _numbers(where, presets)
        self.laws = Laws(where, "values", (*self.controls, *numbers), definitions, values)

    def __call__(self, controls: Controls) -> Mapping[str, float]:
        """Return the values; raises `InvalidValue` for an unknown preset or a control that is missing."""
        preset = self.presets.get(str(controls["preset"]))
        if preset is None:
            raise InvalidValue("preset", controls["preset"], ", ".join(self.presets))
        for name in self.controls:
            if name not in controls:
                raise InvalidValue(name, None, "a number")
        return self.laws({**preset, **{name: float(controls[name]) for name in self.controls}})


def _numbers(where: str, presets: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """Return the names of the presets' numbers, which must be the same in all."""
    if not presets:
        raise InvalidPatch(f"{where}: presets", None, "a table [presets.NAME] or more")
    names = tuple(next(iter(presets.values())))
    for preset, numbers in presets.items():
        for name in sorted(set(names) ^ set(numbers)):
            found = numbers.get(name)
            raise InvalidPatch(f"{where}: presets.{preset}.{name}", found, f"the keys {', '.join(names)}")
    for name in names:
        if not name.isidentifier() or name in CONTROLS:
            field = f"{where}: presets.{next(iter(presets))}"
            raise InvalidPatch(field, name, f"letters, digits and _; not {', '.join(CONTROLS)}")
    return names
