"""The night's spectrogram: which frequencies sound, the lowest at the foot."""

from typing import Final

import numpy as np
import numpy.typing as npt

from auralis.pictures.night.png import indexed_png

_DEPTH_DB: Final = 72.0
_COLOURS: Final = 48
_LIGHT: Final = (
    (7, 8, 12),
    (33, 29, 61),
    (77, 58, 120),
    (159, 93, 149),
    (238, 158, 104),
    (253, 221, 165),
    (241, 238, 232),
)
"""From dark to light, as pictures of sound files have it."""


def spectrogram_png(powers: npt.NDArray[np.float64]) -> bytes:
    """Return powers, shape (columns, rows of pitch), as a picture, from the loudest to 72 dB below it."""
    heights = 10 * np.log10(np.maximum(powers, 1e-20)).T[::-1]
    top = float(np.percentile(heights, 99.9)) if heights.size else 0.0
    depth = np.clip((heights - top) / _DEPTH_DB + 1, 0, 1)
    return indexed_png(np.rint(depth * (_COLOURS - 1)).astype(np.uint8), _palette())


def _palette() -> npt.NDArray[np.uint8]:
    stops = np.linspace(0, 1, len(_LIGHT))
    places = np.linspace(0, 1, _COLOURS)
    channels = [np.interp(places, stops, [colour[k] for colour in _LIGHT]) for k in range(3)]
    return np.rint(np.stack(channels, axis=1)).astype(np.uint8)
