"""The light pad: two drifting saws and a sine behind the built-in pad's filter."""

from dataclasses import replace

from auralis.engine.kits.auralis import pad
from auralis.engine.patch import Voice, node

PATCH = replace(
    pad.PATCH,
    name="light_pad",
    voice=Voice(
        count=16,
        lanes=2,
        nodes=(
            node("saws", "duet", drift=1.6),
            node("body", "sine", level=1.1),
            node("env", "swell"),
            node("filter", "lowpass24", sway=0.2),
            node("breath", "breath", depth=0.22, rate=0.04),
        ),
    ),
)

INSTRUMENT = replace(pad.INSTRUMENT, patch=PATCH)
