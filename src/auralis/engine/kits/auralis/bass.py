"""The bass: one warm tone in the middle, held under the chords."""

from collections.abc import Mapping
from functools import lru_cache

from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.tuning import hertz

PATCH = Patch(
    name="auralis_bass",
    voice=Voice(
        count=16,
        lanes=1,
        nodes=(
            node("tone", "hum"),
            node("env", "swell"),
            node("breath", "breath", depth=0.15, rate=0.03),
        ),
    ),
    bus=(node("gain", "gain"),),
    sends=(Send("main", "breath.y", "breath.y"),),
    cables=(
        "tone.y -> breath.x",
        "env.y -> breath.envelope",
        "voices.main -> gain.x",
        "gain.y -> out",
    ),
)


@lru_cache(maxsize=256)
def note(pitch: int, velocity: int) -> Mapping[str, float]:
    """Return the parameters of a voice that plays this note."""
    return {"tone.freq": hertz(pitch), "breath.level": velocity / 64.0}


INSTRUMENT = PatchInstrument(PATCH, note, polyphony=4, gate="env.gate", choke="env.choke", release=5.0)
