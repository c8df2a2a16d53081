"""The light kit: the built-in one with fewer saws, fewer partials and a leaner room, voiced the same."""

from auralis.engine.kit import Kit
from auralis.engine.kits.auralis import KIT as BUILT_IN
from auralis.engine.kits.light import pad, piano
from auralis.engine.kits.light.effects import EFFECTS
from auralis.engine.kits.light.mix import values

KIT = Kit(
    name="light",
    instruments={**BUILT_IN.instruments, "pad": pad.INSTRUMENT, "piano": piano.INSTRUMENT},
    effects=EFFECTS,
    bus=BUILT_IN.bus,
    master=BUILT_IN.master,
    values=values,
)
