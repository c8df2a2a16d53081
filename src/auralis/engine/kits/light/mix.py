"""From a context's controls to the parameters of the light kit: the built-in kit's, as far as they exist."""

from collections.abc import Mapping
from typing import Final

from auralis.engine.kits.auralis import KIT as BUILT_IN

_ABSENT: Final = ("effects.predelay.", "effects.wet_top.")


def values(controls: Mapping[str, float | str]) -> Mapping[str, float]:
    """Return `"player.node.parameter"` values for the controls of a context.

    Raises `InvalidValue` for an unknown preset.
    """
    return {name: v for name, v in BUILT_IN.values(controls).items() if not name.startswith(_ABSENT)}
