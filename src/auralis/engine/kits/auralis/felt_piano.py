"""The felt piano: struck strings, darker when struck softly, damped when the key is left.

The laws give each key its stiffness, its decay and its colour; they are literature-shaped and tuned
by spectrogram.
"""

from collections.abc import Mapping
from functools import lru_cache
from math import sqrt

from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.strict import exp, power, sin_turn
from auralis.engine.tuning import hertz

PATCH = Patch(
    name="auralis_piano",
    voice=Voice(count=28, lanes=48, nodes=(node("strings", "strings", damper=0.45),)),
    bus=(node("cut", "highpass", cutoff=60.0, damping=1.0 / 0.7), node("gain", "gain")),
    sends=(Send("main", "strings.l", "strings.r"),),
    cables=("voices.main -> cut.x", "cut.y -> gain.x", "gain.y -> out"),
)

_PARTIALS = 22
_HIGHEST = 6500.0
_LOUDEST = 20.0
_TREBLE = 68


def _energy(frequency: float, stiffness: float, felt: float) -> float:
    """Return the sum of the squared weights that the partials have in the bank."""
    count = max(1, min(_PARTIALS, int(_HIGHEST / frequency)))
    total = 0.0
    for n in range(1, count + 1):
        stretched = frequency * n * sqrt((1.0 + stiffness * n * n) / (1.0 + stiffness))
        weight = sin_turn(n / 16.6) * power(n, -0.59375) * exp(-stretched / felt)
        total += weight * weight
    return total


def _softer(pitch: int) -> float:
    """Return how much thicker felt darkens the treble, so that high notes are never harsh."""
    return max(0.45, 1.0 - 0.03 * max(0, pitch - _TREBLE))


@lru_cache(maxsize=256)
def note(pitch: int, velocity: int) -> Mapping[str, float]:
    """Return the parameters of a voice that plays this note."""
    frequency, blow = hertz(pitch), velocity / 127.0
    force = blow * sqrt(blow)
    stiffness = min(0.05, exp(0.0926 * pitch - 13.64) + exp(-0.0847 * pitch - 5.82))
    felt = _softer(pitch) * (420.0 + 3000.0 * force + 0.5 * frequency)
    level = force * (1.0 - 0.004 * (pitch - 60)) / sqrt(_energy(frequency, stiffness, felt))
    place = 0.125 * (1.0 + min(1.0, max(-1.0, (pitch - 62) * 0.015)))
    return {
        "strings.freq": frequency,
        "strings.stiffness": stiffness,
        "strings.felt": felt,
        "strings.ring": min(13.0, max(1.4, 8.5 * power(261.6 / frequency, 0.62))),
        "strings.level": min(_LOUDEST, level),
        "strings.thump": 0.04 * blow,
        "strings.onset": 0.004 + 0.012 * (1.0 - blow),
        "strings.left": sin_turn(0.25 - place),
        "strings.right": sin_turn(place),
    }


INSTRUMENT = PatchInstrument(
    PATCH, note, polyphony=24, gate="strings.gate", choke="strings.choke", release=0.9
)
