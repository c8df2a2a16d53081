"""The built-in presets, from their declaration."""

from auralis.composition import MusicalContext
from auralis.composition.presets import PRESETS, Preset
from documentation.table import table

_HEADING = (
    "preset",
    "key",
    "tempo",
    "intensity",
    "root held, bars",
    "colour, bars",
    "percussion",
    "ostinato",
)


def page() -> str:
    """Return the page of presets."""
    return f"""# Presets

A preset sets mode, tempo and intensity, suggests a root, and brings a way of playing. What is set beside it
wins.
[How the music is made](docs/music.md) says what the words mean.

{table(_HEADING, map(_line, PRESETS.values()))}

Presets of your own are [settings with a name](docs/how-to/presets.md).
"""


def _line(preset: Preset) -> tuple[str, ...]:
    context = MusicalContext.of({"preset": preset.name})
    shorter, longer = preset.dwell
    return (
        f"`{preset.name}`",
        context.key_signature,
        f"{preset.bpm:g}",
        f"{preset.intensity:g}",
        f"{shorter} or {longer}",
        str(preset.cell),
        "yes" if preset.percussion else "no",
        "yes" if preset.ostinato else "no",
    )
