"""From a context's controls to the parameters of the sampled kit: the built-in kit's, for samples."""

from collections.abc import Mapping
from dataclasses import dataclass

from auralis.engine.kits.auralis import KIT as BUILT_IN
from auralis.engine.strict import exp2

_PAD_LEVEL, _PIANO_LEVEL = 7.2, 1.6
"""What makes a sampled layer as loud as the built-in one, whose gains by preset it takes over."""

_T60, _T60_HIGH, _WET = 3.0, 1.4, 0.2
_HIGHEST = 14_000.0


@dataclass(frozen=True, slots=True)
class Tone:
    """Where a preset's sampled layers begin to fade, Hz, at brightness 0.5."""

    pad: float
    piano: float


TONES: Mapping[str, Tone] = {
    "focus": Tone(3_000.0, 5_200.0),
    "meditation": Tone(2_200.0, 4_200.0),
    "sleep": Tone(1_300.0, 2_600.0),
    "bright": Tone(4_500.0, 7_500.0),
}


def values(controls: Mapping[str, float | str]) -> Mapping[str, float]:
    """Return `"instrument.node.parameter"` values for the controls of a context.

    A room of 3 s, 20 % wet at `space` 0.5. Raises `InvalidValue` for an unknown preset.
    """
    built_in = BUILT_IN.values(controls)
    kept = {name: value for name, value in built_in.items() if not name.startswith(("pad.", "piano."))}
    tone, octaves = TONES[str(controls["preset"])], 2.0 * (float(controls["brightness"]) - 0.5)
    return {
        **kept,
        **_room(float(controls["space"])),
        "pad.gain.gain": _PAD_LEVEL * built_in["pad.gain.gain"],
        "pad.cut.cutoff": 110.0,
        "pad.tone.cutoff": min(_HIGHEST, tone.pad * exp2(octaves)),
        "piano.gain.gain": _PIANO_LEVEL * built_in["piano.gain.gain"],
        "piano.tone.cutoff": min(_HIGHEST, tone.piano * exp2(octaves)),
    }


def _room(space: float) -> dict[str, float]:
    longer = exp2(1.2 * (space - 0.5))
    return {
        "effects.room.t60": _T60 * longer,
        "effects.room.bright": _T60_HIGH * longer,
        "effects.wet.gain": _WET * (0.15 + 1.7 * space if space < 0.5 else 0.3 + 1.4 * space),
    }
