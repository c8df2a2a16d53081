"""The bells: nearly harmonic, slow to fade, each pitch at its own place in a gently wide arc."""

from collections.abc import Mapping
from functools import lru_cache

from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.strict import power, sin_turn
from auralis.engine.tuning import hertz

PATCH = Patch(
    name="auralis_bells",
    voice=Voice(count=14, lanes=16, nodes=(node("bell", "chime"),)),
    bus=(node("cut", "highpass", cutoff=400.0, damping=1.0 / 0.7), node("gain", "gain")),
    sends=(Send("main", "bell.l", "bell.r"),),
    cables=("voices.main -> cut.x", "cut.y -> gain.x", "gain.y -> out"),
)

_ARC = 0.5
_GOLDEN = 0.381966
"""The smaller part of a turn in the golden ratio: neighbours in pitch lie far apart."""


@lru_cache(maxsize=256)
def note(pitch: int, velocity: int) -> Mapping[str, float]:
    """Return the parameters of a voice that plays this note."""
    blow = velocity / 127.0
    place = 0.125 * (1.0 + _ARC * sin_turn(pitch * _GOLDEN))
    return {
        "bell.freq": hertz(pitch),
        "bell.force": blow,
        "bell.level": power(blow, 1.4),
        "bell.onset": 0.006 + 0.010 * (1.0 - blow),
        "bell.left": sin_turn(0.25 - place),
        "bell.right": sin_turn(place),
    }


INSTRUMENT = PatchInstrument(PATCH, note, polyphony=10, gate="bell.gate", choke="bell.choke", release=2.4)
