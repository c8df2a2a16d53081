"""The sampled kit: piano and warm pad of a SoundFont, the other layers and the room of the built-in kit."""

from auralis.engine.kit import Kit
from auralis.engine.kit_maker import KitMaker
from auralis.engine.kits.auralis import KIT as BUILT_IN
from auralis.engine.kits.soundfont.effects import EFFECTS
from auralis.engine.kits.soundfont.mix import values
from auralis.engine.kits.soundfont.strip import STRIP
from auralis.engine.soundfont.font import Font
from auralis.engine.soundfont.soundfont_instrument import SoundFontInstrument

NAME = "soundfont"
_BANK = 0
_PIANO, _WARM_PAD = 0, 89
_PIANO_NOTES, _PAD_NOTES = 22, 10


def make(font: Font) -> Kit:
    """Return the kit that plays a font; raises `Unavailable` unless it has piano 0 and pad 89, bank 0."""
    sampled = {
        "pad": SoundFontInstrument(font, _BANK, _WARM_PAD, _PAD_NOTES, STRIP),
        "piano": SoundFontInstrument(font, _BANK, _PIANO, _PIANO_NOTES, STRIP),
    }
    return Kit(
        name=NAME,
        instruments={**BUILT_IN.instruments, **sampled},
        effects=EFFECTS,
        bus=BUILT_IN.bus,
        master=BUILT_IN.master,
        values=values,
    )


KIT = KitMaker(NAME, make)
