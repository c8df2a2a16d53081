"""Sound files as other programs read them."""

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import soundfile

RATE = 44_100


def read(path: Path, kind: str = "float32") -> npt.NDArray[np.float32]:
    """Return the samples, shape (n, 2), by libsndfile."""
    sound: npt.NDArray[np.float32] = soundfile.read(path, dtype=kind, always_2d=True)[0]
    return sound


def tags(path: Path) -> dict[str, str]:
    """Return the tags by their names in small letters, by FFmpeg's library."""
    with av.open(str(path)) as file:
        found = {**file.metadata, **file.streams.audio[0].metadata}
    return {name.lower(): text for name, text in found.items()}


def decoded_frames(path: Path) -> int:
    """Return how many frames FFmpeg's library decodes."""
    with av.open(str(path)) as file:
        return sum(frame.samples for frame in file.decode(file.streams.audio[0]))


def likeness(sound: npt.NDArray[np.float32], reference: npt.NDArray[np.float32]) -> float:
    """Return by how many decibels the reference is louder than what differs from it."""
    wrong = float(((sound - reference) ** 2).sum())
    return 10 * float(np.log10(float((reference**2).sum()) / wrong)) if wrong else float("inf")
