"""From a context's controls to the parameters of instruments and effects."""

from collections.abc import Mapping
from dataclasses import dataclass

from auralis.core.errors import InvalidValue
from auralis.engine.strict import decibels, exp2

_SLOW = 45.0
"""At this tempo (bpm) and below, the echo falls on the half beat instead of the dotted quarter."""


@dataclass(frozen=True, slots=True)
class PresetSound:
    """How a preset sounds: layer gains, the pad's times (s) and openness, the room, the trim (dB)."""

    pad: float
    piano: float
    bass: float
    attack: float
    release: float
    openness: float
    t60: float
    t60_high: float
    predelay: float
    trim: float


PRESETS: Mapping[str, PresetSound] = {
    "focus": PresetSound(0.042, 1.15, 0.042, 2.6, 2.7, 1.0, 4.2, 1.6, 0.028, 2.5),
    "meditation": PresetSound(0.044, 1.2, 0.042, 4.0, 4.8, 0.75, 6.5, 1.9, 0.040, 1.7),
    "sleep": PresetSound(0.046, 1.05, 0.040, 6.0, 4.8, 0.45, 8.5, 1.6, 0.050, -2.6),
    "bright": PresetSound(0.038, 1.2, 0.038, 1.6, 2.0, 1.4, 3.6, 1.9, 0.022, 2.4),
}


def values(controls: Mapping[str, float | str]) -> Mapping[str, float]:
    """Return `"instrument.node.parameter"` values for the controls of a context.

    `brightness` moves the filters by up to an octave around the preset's own (0.5), `space` the
    level and length of the room. Raises `InvalidValue` for an unknown preset.
    """
    sound = PRESETS.get(str(controls["preset"]))
    if sound is None:
        raise InvalidValue("preset", controls["preset"], ", ".join(PRESETS))
    return {**_layers(sound, controls), **_colour(sound, controls), **_room(sound, controls)}


def _layers(sound: PresetSound, controls: Mapping[str, float | str]) -> dict[str, float]:
    return {
        "pad.gain.gain": sound.pad * float(controls["layers.pad.gain"]),
        "piano.gain.gain": sound.piano * float(controls["layers.piano.gain"]),
        "bass.gain.gain": sound.bass * float(controls["layers.bass.gain"]),
        "pad.env.attack": sound.attack,
        "pad.env.release": sound.release,
        "bass.env.attack": 0.35 * sound.attack,
        "bass.env.release": 0.5 * sound.release,
        "effects.trim.gain": decibels(sound.trim),
    }


def _colour(sound: PresetSound, controls: Mapping[str, float | str]) -> dict[str, float]:
    octaves = 2.0 * (float(controls["brightness"]) - 0.5)
    return {
        "pad.filter.opening": 2600.0 * sound.openness,
        "pad.filter.tone": octaves,
        "piano.strings.tone": octaves,
        "effects.wet_top.cutoff": min(14000.0, 9000.0 * exp2(octaves)),
    }


def _room(sound: PresetSound, controls: Mapping[str, float | str]) -> dict[str, float]:
    space, bpm = float(controls["space"]), float(controls["bpm"])
    longer = exp2(1.2 * (space - 0.5))
    return {
        "effects.echo.time": 60.0 / bpm * (0.75 if bpm > _SLOW else 0.5),
        "effects.predelay.time": sound.predelay,
        "effects.room.t60": sound.t60 * longer,
        "effects.room.bright": sound.t60_high * longer,
        "effects.wet.gain": 0.42 * (0.15 + 1.7 * space if space < 0.5 else 0.3 + 1.4 * space),
    }
