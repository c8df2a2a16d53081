"""From a context's controls to the parameters of instruments, effects and bus."""

from collections.abc import Mapping
from math import sqrt
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.engine.kits.auralis.presets import PRESETS, PresetSound
from auralis.engine.strict import decibels, exp2, log2

_SLOW: Final = 45.0
"""At this tempo (bpm) and below, the echo falls on the half beat instead of the dotted quarter."""

Controls = Mapping[str, float | str]


def values(controls: Controls) -> Mapping[str, float]:
    """Return `"player.node.parameter"` values for the controls of a context.

    `brightness` moves filters, felt, bells' overtones and the air's band by up to an octave around
    the preset's own (0.5), `space` the level and length of the room. Raises `InvalidValue` for an
    unknown preset.
    """
    sound = PRESETS.get(str(controls["preset"]))
    if sound is None:
        raise InvalidValue("preset", controls["preset"], ", ".join(PRESETS))
    return {
        **_levels(sound, controls),
        **_voices(sound),
        **_colour(sound, controls),
        **_room(sound, controls),
    }


def _levels(sound: PresetSound, controls: Controls) -> dict[str, float]:
    own = {
        "pad": sound.pad,
        "piano": sound.piano,
        "bass": sound.bass,
        "bells": sound.bells,
        "air": sound.air,
        "percussion": sound.percussion,
    }
    gains = {f"{n}.gain.gain": g * float(controls[f"layers.{n}.gain"]) for n, g in own.items()}
    return gains | {"bus.trim.gain": decibels(sound.trim)}


def _voices(sound: PresetSound) -> dict[str, float]:
    return {
        "pad.env.attack": sound.attack,
        "pad.env.release": sound.release,
        "bass.env.attack": 0.35 * sound.attack,
        "bass.env.release": 0.5 * sound.release,
        "air.wind.centre": sqrt(sound.low * sound.high),
        "air.wind.width": log2(sound.high / sound.low),
        "air.wind.hiss": sound.hiss,
    }


def _colour(sound: PresetSound, controls: Controls) -> dict[str, float]:
    octaves = 2.0 * (float(controls["brightness"]) - 0.5)
    return {
        "pad.filter.opening": 2600.0 * sound.openness,
        "pad.filter.tone": octaves,
        "piano.strings.tone": octaves,
        "bells.bell.tone": octaves,
        "air.wind.tone": 0.7 * octaves,
        "effects.wet_top.cutoff": min(14000.0, 9000.0 * exp2(octaves)),
    }


def _room(sound: PresetSound, controls: Controls) -> dict[str, float]:
    space, bpm = float(controls["space"]), float(controls["bpm"])
    longer = exp2(1.2 * (space - 0.5))
    return {
        "effects.echo.time": 60.0 / bpm * (0.75 if bpm > _SLOW else 0.5),
        "effects.predelay.time": sound.predelay,
        "effects.room.t60": sound.t60 * longer,
        "effects.room.bright": sound.t60_high * longer,
        "effects.wet.gain": 0.42 * (0.15 + 1.7 * space if space < 0.5 else 0.3 + 1.4 * space),
    }
