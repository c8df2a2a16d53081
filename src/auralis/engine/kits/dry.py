"""The dry kit: the built-in one without its echo and room; the shared return is silence."""

from collections.abc import Mapping
from dataclasses import replace

from auralis.engine.kit import Controls
from auralis.engine.kits.auralis import KIT as BUILT_IN
from auralis.engine.patch import Patch, node

EFFECTS = Patch(
    name="dry_effects",
    inputs=BUILT_IN.layers,
    bus=(node("off", "gain", gain=0.0),),
    cables=(*(f"in.{layer} -> off.x" for layer in BUILT_IN.layers), "off.y -> out"),
)


def values(controls: Controls) -> Mapping[str, float]:
    """Return what the built-in kit does, but for the effects, which have nothing to be turned."""
    return {name: v for name, v in BUILT_IN.values(controls).items() if not name.startswith("effects.")}


KIT = replace(BUILT_IN, name="dry", effects=EFFECTS, values=values)
