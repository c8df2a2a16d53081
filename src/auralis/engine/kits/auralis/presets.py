"""The four presets as data: how each sounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class PresetSound:
    """How a preset sounds: the layers' gains, the pad's times, the room's, the air's band, the level.

    `attack` and `release` are the pad's, in s; `openness` says how far its filter opens. `t60`,
    `t60_high` and `predelay` are the room's, in s. The air's band lies between `low` and `high`, in Hz,
    under `hiss`. `trim` is in dB.
    """

    pad: float
    piano: float
    bass: float
    bells: float
    air: float
    percussion: float
    attack: float
    release: float
    openness: float
    t60: float
    t60_high: float
    predelay: float
    low: float
    high: float
    hiss: float
    trim: float


_FOCUS = PresetSound(
    pad=0.042,
    piano=1.12,
    bass=0.042,
    bells=0.26,
    air=0.105,
    percussion=0.22,
    attack=2.6,
    release=2.7,
    openness=1.0,
    t60=4.2,
    t60_high=1.6,
    predelay=0.028,
    low=1200.0,
    high=5000.0,
    hiss=0.20,
    trim=2.0,
)
_MEDITATION = PresetSound(
    pad=0.044,
    piano=1.15,
    bass=0.042,
    bells=0.25,
    air=0.10,
    percussion=0.20,
    attack=4.0,
    release=4.8,
    openness=0.75,
    t60=6.5,
    t60_high=1.9,
    predelay=0.040,
    low=800.0,
    high=3600.0,
    hiss=0.12,
    trim=1.3,
)
_SLEEP = PresetSound(
    pad=0.046,
    piano=1.0,
    bass=0.040,
    bells=0.15,
    air=0.085,
    percussion=0.16,
    attack=6.0,
    release=4.8,
    openness=0.45,
    t60=8.5,
    t60_high=1.6,
    predelay=0.050,
    low=500.0,
    high=2200.0,
    hiss=0.05,
    trim=-2.2,
)
_BRIGHT = PresetSound(
    pad=0.0375,
    piano=1.15,
    bass=0.040,
    bells=0.26,
    air=0.0985,
    percussion=0.24,
    attack=1.6,
    release=2.0,
    openness=1.4,
    t60=3.6,
    t60_high=1.9,
    predelay=0.022,
    low=1600.0,
    high=6500.0,
    hiss=0.28,
    trim=2.0,
)

PRESETS: Final[Mapping[str, PresetSound]] = MappingProxyType(
    {"focus": _FOCUS, "meditation": _MEDITATION, "sleep": _SLEEP, "bright": _BRIGHT}
)
