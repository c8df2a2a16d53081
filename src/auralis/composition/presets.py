"""The four presets as data: where the music starts and how it behaves beyond its tempo."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from auralis.core.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class Preset:
    """What a preset's name stands for in composition; how it sounds is the engine's kit."""

    name: str
    mode: str
    root: int
    """Suggested root, a MIDI pitch 57-68."""
    bpm: float
    intensity: float
    dwell: tuple[int, int]
    """Bars a root is held: the usual and the longer choice (2:1)."""
    cell: int
    """Bars a colour lasts above the held root."""
    lead_centre: int
    velocity_cap: int
    play: float
    """How readily a two-bar slot of the melody is played, 0-1."""
    timing_ms: float
    """Standard deviation of humanised onsets."""
    chromatic: float
    """How readily a short inner note becomes a chromatic approach, 0-1."""
    ostinato: bool = False
    """Whether the piano may whisper a repeated figure."""
    percussion: bool = False
    sinks: bool = False
    """Whether sections keep sinking as the night goes on."""
    wander: float = 0.5
    forward: int = 0
    """How much more firmly the pad is played, in velocity, where only the bed is heard."""


_FOCUS = Preset(
    "focus", "dorian", 62, 60.0, 0.5, (8, 12), 4, 69, 84, 0.85, 14.0, 0.04, ostinato=True, percussion=True
)
_MEDITATION = Preset("meditation", "aeolian", 57, 50.0, 0.3, (8, 12), 4, 66, 70, 0.62, 24.0, 0.02)
_SLEEP = Preset("sleep", "phrygian", 64, 40.0, 0.2, (8, 12), 4, 62, 52, 0.42, 35.0, 0.0, sinks=True)
_BRIGHT = Preset(
    "bright",
    "lydian",
    60,
    70.0,
    0.6,
    (8, 12),
    2,
    72,
    92,
    1.0,
    12.0,
    0.05,
    ostinato=True,
    percussion=True,
    forward=14,
)

PRESETS: Final[Mapping[str, Preset]] = MappingProxyType(
    {preset.name: preset for preset in (_FOCUS, _MEDITATION, _SLEEP, _BRIGHT)}
)
DEFAULT_PRESET: Final = "focus"


def preset_named(name: object, field: str = "preset") -> Preset:
    """Return a preset by its name; raises `InvalidValue` with the names there are."""
    if not isinstance(name, str) or name not in PRESETS:
        raise InvalidValue(field, name, ", ".join(PRESETS))
    return PRESETS[name]
