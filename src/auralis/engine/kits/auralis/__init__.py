"""The built-in kit: warm pad, felt piano, soft bass, one room for all of them."""

from auralis.engine.kit import Kit
from auralis.engine.kits.auralis import bass, felt_piano, pad
from auralis.engine.kits.auralis.effects import EFFECTS
from auralis.engine.kits.auralis.master import MASTER
from auralis.engine.kits.auralis.mix import values

INSTRUMENTS = {"pad": pad.INSTRUMENT, "piano": felt_piano.INSTRUMENT, "bass": bass.INSTRUMENT}

KIT = Kit(
    name="auralis",
    layers=tuple(INSTRUMENTS),
    instruments=INSTRUMENTS,
    effects=EFFECTS,
    master=MASTER,
    values=values,
)
