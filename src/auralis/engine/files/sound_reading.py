"""A sound file becomes a sound that a node can be given."""

from pathlib import Path

import numpy as np

from auralis.core.units import CHANNELS
from auralis.engine.errors import InvalidPatch
from auralis.engine.sound import Sound

LONGEST = 1 << 23
"""Frames: some three minutes."""


def read_sound(path: Path, field: str) -> Sound:
    """Return a mono or stereo file that libsndfile reads; raises `InvalidPatch` naming the field."""
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            if file.channels > CHANNELS or not 0 < file.frames <= LONGEST:
                found = f"{file.channels} channels, {file.frames} frames"
                raise InvalidPatch(field, found, f"1 or 2 channels, 1 to {LONGEST} frames")
            frames = file.read(dtype="float32", always_2d=True).T
            rate = file.samplerate
    except (OSError, soundfile.LibsndfileError):
        raise InvalidPatch(field, str(path), "a sound file that can be read") from None
    return Sound.of(np.repeat(frames, CHANNELS, axis=0) if len(frames) == 1 else frames, rate)
