"""The built-in kit: warm pad, felt piano, soft bass, bells, air, percussion, one room for all of them."""

from auralis.engine.kit import Kit
from auralis.engine.kits.auralis import air, bass, bells, felt_piano, pad, percussion
from auralis.engine.kits.auralis.bus import BUS
from auralis.engine.kits.auralis.effects import EFFECTS
from auralis.engine.kits.auralis.master import MASTER
from auralis.engine.kits.auralis.mix import values

INSTRUMENTS = {
    "pad": pad.INSTRUMENT,
    "piano": felt_piano.INSTRUMENT,
    "bass": bass.INSTRUMENT,
    "bells": bells.INSTRUMENT,
    "air": air.INSTRUMENT,
    "percussion": percussion.INSTRUMENT,
}

KIT = Kit(
    name="auralis",
    instruments=INSTRUMENTS,
    effects=EFFECTS,
    bus=BUS,
    master=MASTER,
    values=values,
)
