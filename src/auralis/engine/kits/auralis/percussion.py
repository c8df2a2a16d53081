"""The percussion: a heartbeat, a shaker and a block of wood, by General MIDI's pitches.

Every voice has all three; the note's pitch says which of them sounds.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.strict import power

PATCH = Patch(
    name="auralis_percussion",
    voice=Voice(
        count=16,
        lanes=1,
        nodes=(
            node("heart", "thud", high=88.0, low=48.0, fall=0.045),
            node("shaker", "rattle", freq=4200.0, damp=1.2, vary=0.15),
            node("wood", "knock", ring=0.115, overtone=0.4, vary=0.01),
            node("stroke", "strike"),
        ),
    ),
    bus=(node("gain", "gain"),),
    sends=(Send("main", "stroke.l", "stroke.r"),),
    cables=(
        "heart.y -> stroke.x",
        "shaker.y -> stroke.x",
        "wood.y -> stroke.x",
        "voices.main -> gain.x",
        "gain.y -> out",
    ),
)

_HEART: Final = range(42)
_SHAKEN: Final = frozenset((42, 44, 46, 49, 51, 54, 69, 70, 82))
_WOOD: Final = {76: 830.0, 77: 620.0}
_BLOCK: Final = 720.0
_SILENT: Final = {"heart.level": 0.0, "shaker.level": 0.0, "wood.level": 0.0, "stroke.vary": 0.0}


@lru_cache(maxsize=256)
def note(pitch: int, velocity: int) -> Mapping[str, float]:
    """Return the parameters of a voice that plays this stroke.

    Kick drums and floor toms are the heart, cymbals, maracas and shakers the shaker, all others the wood.
    """
    blow = power(velocity / 127.0, 1.3)
    if pitch in _HEART:
        sound = {"heart.level": blow, "stroke.onset": 0.006, "stroke.decay": 0.11, "stroke.pan": 0.5}
    elif pitch in _SHAKEN:
        sound = {"shaker.level": 0.55 * blow, "stroke.onset": 0.018, "stroke.decay": 0.045}
        sound |= {"stroke.pan": 0.5, "stroke.vary": 0.3}
    else:
        sound = {"wood.level": 0.7 * blow, "wood.freq": _WOOD.get(pitch, _BLOCK)}
        sound |= {"stroke.onset": 0.002, "stroke.decay": 0.1, "stroke.pan": 0.5, "stroke.vary": 0.25}
    return _SILENT | sound


INSTRUMENT = PatchInstrument(PATCH, note, polyphony=8, gate="stroke.gate", choke="stroke.choke", release=1.3)
