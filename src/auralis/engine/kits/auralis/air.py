"""The air: breaths of noise in the preset's band, and now and then one that gathers round its pitch."""

from collections.abc import Mapping
from functools import lru_cache

from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.tuning import hertz

PATCH = Patch(
    name="auralis_air",
    voice=Voice(
        count=16,
        lanes=2,
        nodes=(
            node("wind", "wind"),
            node("env", "swell"),
            node("breath", "breath", depth=0.6, rate=0.045),
        ),
    ),
    bus=(node("gain", "gain"),),
    sends=(Send("main", "breath.y", "breath.y"),),
    cables=(
        "wind.y -> breath.x",
        "env.y -> breath.envelope",
        "voices.main -> gain.x",
        "gain.y -> out",
    ),
)

_BREATH = 66
_EVENT = 78
"""Up to `_BREATH` a note wanders in the band; from `_EVENT` on it lies on its own pitch."""


@lru_cache(maxsize=256)
def note(pitch: int, velocity: int) -> Mapping[str, float]:
    """Return the parameters of a voice that plays this note."""
    gather = min(1.0, max(0.0, (pitch - _BREATH) / (_EVENT - _BREATH)))
    return {
        "wind.freq": min(12000.0, hertz(pitch)),
        "wind.gather": gather,
        "breath.level": velocity / 64.0,
        "env.attack": 4.0 - 1.8 * gather,
        "env.release": 2.0 - 0.6 * gather,
    }


INSTRUMENT = PatchInstrument(PATCH, note, polyphony=10, gate="env.gate", choke="env.choke", release=4.1)
