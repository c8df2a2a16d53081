"""The echo and room of the built-in kit, where the sampled layers are sent to the room in full."""

from dataclasses import replace

from auralis.engine.kits.auralis import KIT as BUILT_IN

_SENDS = {
    "in.pad * 0.30 -> predelay.x": "in.pad -> predelay.x",
    "in.piano * 0.50 -> predelay.x": "in.piano -> predelay.x",
}

EFFECTS = replace(
    BUILT_IN.effects,
    name="soundfont_effects",
    cables=tuple(_SENDS.get(cable, cable) for cable in BUILT_IN.effects.cables),
)
