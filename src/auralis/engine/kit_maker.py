"""A kit that is whole only with a SoundFont."""

from collections.abc import Callable
from dataclasses import dataclass

from auralis.engine.kit import Kit
from auralis.engine.soundfont.font import Font


@dataclass(frozen=True)
class KitMaker:
    """Makes a kit of a font; `make` raises `Unavailable` for a font that lacks what it needs."""

    name: str
    make: Callable[[Font], Kit]
