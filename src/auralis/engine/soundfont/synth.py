"""One preset of a font, dry: a FluidSynth of its own, without effects, drivers or threads."""

import weakref
from typing import Any

import numpy as np

from auralis.core.units import Block
from auralis.engine.soundfont.library import OK, library
from auralis.engine.soundfont.samples import Samples, new_settings

PERIOD = 64
"""FluidSynth works in periods of so many frames: what it is told takes effect at the next one."""

_CHANNEL = 0
_EVERY_CHANNEL = -1
_FOURTH_ORDER = 4
_GAIN = 5.0
_SETTINGS = {
    "synth.reverb.active": 0,
    "synth.chorus.active": 0,
    "synth.cpu-cores": 1,
    "synth.threadsafe-api": 0,
    "synth.min-note-length": 0,
}


class SynthFailed(RuntimeError):
    """FluidSynth refused what it should do."""


class Synth:
    """Plays one preset from silence. For one thread at a time.

    `voices` bounds what sounds at once; a note of a layered preset takes several. Raises
    `Unavailable` for a preset that the font lacks.
    """

    def __init__(self, samples: Samples, bank: int, number: int, sample_rate: int, voices: int) -> None:
        samples.keep(bank, number)
        self._bound = library()
        self._limit = voices
        settings = _settings(self._bound, sample_rate, voices)
        self._synth: int = self._bound.new_fluid_synth(settings)
        self._end = weakref.finalize(self, _delete, self._bound, self._synth, settings, samples)
        self._bound.fluid_synth_set_interp_method(self._synth, _EVERY_CHANNEL, _FOURTH_ORDER)
        font = self._bound.fluid_synth_add_sfont(self._synth, samples.font)
        chosen = self._bound.fluid_synth_program_select(self._synth, _CHANNEL, font, bank, number)
        self._check(chosen, f"select preset {number} of bank {bank}")

    @property
    def voices(self) -> int:
        """Voices that sound now."""
        count: int = self._bound.fluid_synth_get_active_voice_count(self._synth)
        return count

    def note_on(self, pitch: int, velocity: int) -> None:
        """Begin a note, pitch 0 to 127, velocity 1 to 127; one of the same pitch that is held ends.

        It is not heard where every voice has only just been taken.
        """
        begun = self._bound.fluid_synth_noteon(self._synth, _CHANNEL, pitch, velocity)
        if self.voices < self._limit:
            self._check(begun, "begin a note")

    def note_off(self, pitch: int) -> None:
        """Let a note go; nothing happens if it has died away already."""
        self._bound.fluid_synth_noteoff(self._synth, _CHANNEL, pitch)

    def render(self, y: Block) -> None:
        """Overwrite y, float32 (2, whole periods) with each row contiguous, with the next frames."""
        frames = y.shape[1]
        if frames % PERIOD or y.dtype != np.float32 or y.strides[1] != y.itemsize:
            raise ValueError(f"a block of {frames} frames is not made of contiguous periods of {PERIOD}")
        left, right = (row.ctypes.data for row in y)
        written = self._bound.fluid_synth_write_float(self._synth, frames, left, 0, 1, right, 0, 1)
        self._check(written, "render")

    def _check(self, status: int, what: str) -> None:
        if status != OK:
            raise SynthFailed(f"FluidSynth could not {what}")


def _settings(bound: Any, sample_rate: int, voices: int) -> int:
    settings = new_settings(bound)
    for name, value in {**_SETTINGS, "synth.polyphony": voices}.items():
        bound.fluid_settings_setint(settings, name.encode(), value)
    for name, number in {"synth.sample-rate": float(sample_rate), "synth.gain": _GAIN}.items():
        bound.fluid_settings_setnum(settings, name.encode(), number)
    return settings


def _delete(bound: Any, synth: int, settings: int, samples: Samples) -> None:
    bound.fluid_synth_remove_sfont(synth, samples.font)
    bound.delete_fluid_synth(synth)
    bound.delete_fluid_settings(settings)
