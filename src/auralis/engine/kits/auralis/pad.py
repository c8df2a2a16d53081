"""The pad: six drifting saws and a sine behind a dark filter, swelling and breathing slowly."""

from collections.abc import Mapping
from functools import lru_cache

from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.tuning import hertz

PATCH = Patch(
    name="auralis_pad",
    voice=Voice(
        count=16,
        lanes=2,
        nodes=(
            node("saws", "unison", drift=1.6),
            node("body", "sine", level=1.1),
            node("env", "swell"),
            node("filter", "lowpass24", sway=0.2),
            node("breath", "breath", depth=0.22, rate=0.04),
        ),
    ),
    bus=(
        node("double", "doubling", delay=14.0, depth=3.2, dry=0.865, wet=0.45),
        node("cut", "highpass", cutoff=110.0, damping=1.0 / 0.6),
        node("gain", "gain"),
    ),
    sends=(Send("main", "breath.y", "breath.y"),),
    cables=(
        "saws.y -> filter.x",
        "body.y -> filter.x",
        "env.sweep -> filter.sweep",
        "filter.y -> breath.x",
        "env.y -> breath.envelope",
        "voices.main -> double.x",
        "double.y -> cut.x",
        "cut.y -> gain.x",
        "gain.y -> out",
    ),
)


@lru_cache(maxsize=256)
def note(pitch: int, velocity: int) -> Mapping[str, float]:
    """Return the parameters of a voice that plays this note."""
    frequency = hertz(pitch)
    return {
        "saws.freq": frequency,
        "body.freq": frequency,
        "filter.freq": frequency,
        "breath.level": velocity / 64.0,
    }


INSTRUMENT = PatchInstrument(PATCH, note, polyphony=10, gate="env.gate", choke="env.choke", release=9.7)
