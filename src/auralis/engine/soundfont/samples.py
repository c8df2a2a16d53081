"""A font's samples in memory, shared by all the synths of a process that play it."""

import os
import weakref
from functools import lru_cache
from typing import Any

from auralis.core.errors import Unavailable
from auralis.engine.soundfont.font import Font
from auralis.engine.soundfont.library import OK, library

_CHANNELS = 16


def new_settings(bound: Any) -> int:
    """Return new settings under which fonts load: only the samples of presets in use, none locked in RAM."""
    settings: int = bound.new_fluid_settings()
    bound.fluid_settings_setint(settings, b"synth.dynamic-sample-loading", 1)
    bound.fluid_settings_setint(settings, b"synth.lock-memory", 0)
    return settings


class Samples:
    """Keeps a font loaded, by a synth that never plays.

    `font` is what other synths share; who shares it holds this object as well, and all of them are of
    one thread: FluidSynth counts the users of a sample without a lock. Raises `Unavailable`
    for a file that FluidSynth does not take or a preset that is not in it.
    """

    def __init__(self, font: Font) -> None:
        bound = library()
        settings = new_settings(bound)
        self._synth: int = bound.new_fluid_synth(settings)
        self._bound = bound
        self._kept: list[tuple[int, int]] = []
        weakref.finalize(self, _delete, bound, self._synth, settings)
        self._id = bound.fluid_synth_sfload(self._synth, os.fsencode(font.path), 1)
        self.font: int = bound.fluid_synth_get_sfont_by_id(self._synth, self._id) or 0
        self._path = str(font.path)
        if not self.font:
            raise Unavailable("soundfont", self._path, "a SoundFont that FluidSynth can load")

    def keep(self, bank: int, number: int) -> None:
        """Keep a preset's samples loaded from now on."""
        if (bank, number) in self._kept:
            return
        channel = len(self._kept)
        chosen = self._bound.fluid_synth_program_select(self._synth, channel, self._id, bank, number)
        if channel >= _CHANNELS or chosen != OK:
            raise Unavailable("soundfont", self._path, f"a font with preset {number} in bank {bank}")
        self._kept.append((bank, number))


@lru_cache(maxsize=2)
def samples(font: Font) -> Samples:
    """Return the samples of a font, loaded once a process; raises `Unavailable`."""
    return Samples(font)


def _delete(bound: Any, synth: int, settings: int) -> None:
    bound.delete_fluid_synth(synth)
    bound.delete_fluid_settings(settings)
