"""The six layers and what a listener can turn on each."""

from dataclasses import dataclass
from typing import Final

LAYERS: Final = ("pad", "piano", "bass", "bells", "air", "percussion")


@dataclass(frozen=True, slots=True)
class LayerSettings:
    """Gain and mute belong to the mixer and never touch a note; density (0-2) thins or thickens the notes."""

    gain: float = 1.0
    mute: bool = False
    density: float = 1.0
