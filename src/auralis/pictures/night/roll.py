"""The piano roll of a night in miniature: every note a line in its layer's ink."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from auralis.core.events import NoteEvent
from auralis.core.units import Frame
from auralis.pictures.night.png import colour_png

INKS: Final = {
    "air": (176, 190, 208),
    "pad": (150, 152, 255),
    "bass": (92, 206, 186),
    "bells": (190, 236, 255),
    "piano": (232, 164, 120),
    "lead": (255, 222, 173),
}
"""The page's inks, in the order in which they are laid on; percussion has no pitch."""
_WEIGHTS: Final = {"air": 0.10, "pad": 0.30, "bass": 0.55, "bells": 0.8, "piano": 0.8, "lead": 1.0}
_GROUND: Final = (12, 13, 20)
_ROWS: Final = 4
_SPARE: Final = 2
_LOUDEST: Final = 100


class Roll(NamedTuple):
    """A picture, and the lowest and the highest pitch that it has room for."""

    png: bytes
    low: int
    high: int


def ink_of(note: NoteEvent) -> str:
    """Return which ink a note is drawn in: its layer's, and the lead its own."""
    return "lead" if note.voice == "lead" else note.layer


def roll_png(played: Sequence[NoteEvent], start: Frame, end: Frame, columns: int) -> Roll:
    """Return the notes of frames [start, end), four rows a pitch; where many meet it is brighter."""
    own = [note for note in played if ink_of(note) in INKS]
    pitches = [note.pitch for note in own] or [48, 72]
    low, high = min(pitches) - _SPARE, max(pitches) + _SPARE
    canvas = np.tile(np.array(_GROUND, float), ((high - low + 1) * _ROWS, columns, 1))
    scale = columns / (end - start)
    for name, ink in INKS.items():
        light = _light([n for n in own if ink_of(n) == name], start, scale, high, canvas.shape[:2])
        depth = np.clip(light * _WEIGHTS[name], 0, 1)[:, :, None]
        canvas += depth * (np.array(ink, float) - canvas)
    return Roll(colour_png(np.rint(canvas).astype(np.uint8)), low, high)


def _light(
    own: Sequence[NoteEvent], start: Frame, scale: float, high: int, shape: tuple[int, ...]
) -> npt.NDArray[np.float64]:
    """Return how much of an ink lies where: a struck note is bright where it begins and then dies away."""
    light = np.zeros(shape)
    for note in own:
        row = (high - note.pitch) * _ROWS
        first = max(0, int((note.frame - start) * scale))
        last = min(shape[1], max(first + 1, int((note.end - start) * scale)))
        force = 0.35 + 0.65 * min(1.0, note.velocity / _LOUDEST)
        struck = note.layer in ("piano", "bells")
        fading = np.linspace(1, 0.15, last - first) if struck else np.ones(max(0, last - first))
        light[row : row + _ROWS - 1, first:last] += force * fading
    return light
