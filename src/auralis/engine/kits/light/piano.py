"""The light piano: sixteen partials on two strings each, and no thump of the key."""

from dataclasses import replace

from auralis.engine.kits.auralis import felt_piano
from auralis.engine.patch import Voice, node

PATCH = replace(
    felt_piano.PATCH,
    name="light_piano",
    voice=Voice(count=28, lanes=32, nodes=(node("strings", "strings", damper=0.45),)),
)

INSTRUMENT = replace(felt_piano.INSTRUMENT, patch=PATCH)
