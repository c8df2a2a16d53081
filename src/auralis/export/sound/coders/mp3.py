"""MP3 by LAME: V0, or an average bitrate; LAME's tag makes the decoded length exact."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.core.units import CHANNELS, Frame
from auralis.export.sound.coder import Facts, Window
from auralis.export.sound.id3 import id3
from auralis.export.sound.tags import Tags
from auralis.export.sound.xing import FRAME, frames_for, xing
from auralis.streaming.libav import Libav

_BEFORE: Final = 20 * FRAME
_AFTER: Final = 3 * FRAME
"""LAME answers late: what comes after a stint's last frame brings it out."""

_BEST: Final = {"flags": "+qscale", "global_quality": "0"}
_AVERAGE: Final = {"abr": "1"}
_NO_RESERVOIR: Final = {"reservoir": "0"}


@dataclass(frozen=True, slots=True)
class Mp3:
    """Codes `frames` frames, at V0 or about `bitrate` kbit/s.

    Each stint has an encoder of its own, which hears half a second before it; without the bit
    reservoir no frame leans on another's bytes, so stints join without a seam.
    """

    sample_rate: int
    frames: Frame
    tags: Tags
    bitrate: int | None = None
    block: Frame = FRAME
    before: Frame = _BEFORE
    after: Frame = _AFTER
    stint_s: int = 30

    def head(self, facts: Facts) -> bytes:
        """Return the ID3 tag and the frame that tells the length."""
        return id3(self.tags) + xing(self.sample_rate, self.frames, facts.lengths, self.bitrate)

    def stint(self, window: Window) -> bytes:
        """Return the stint's frames."""
        first = (window.start - window.begin) // FRAME
        last = window.end >= self.frames
        until = (frames_for(self.frames) if last else window.end // FRAME) - window.begin // FRAME
        samples = np.zeros(((until * FRAME + _AFTER), CHANNELS), np.float32)
        samples[: window.samples.shape[1]] = np.clip(window.samples.T, -1, 1)[: len(samples)]
        codec = self._codec()
        coded = [p for at in range(0, len(samples), FRAME) for p in codec.encode(samples[at : at + FRAME])]
        return b"".join((*coded, *codec.end())[first:until])

    def pcm(self, window: Window) -> bytes:
        """Return nothing: the format has no checksum of samples."""
        del window
        return b""

    def _codec(self) -> Libav:
        if self.bitrate is None:
            return Libav("libmp3lame", self.sample_rate, "fltp", None, {**_BEST, **_NO_RESERVOIR})
        wanted = 1000 * self.bitrate
        return Libav("libmp3lame", self.sample_rate, "fltp", wanted, {**_AVERAGE, **_NO_RESERVOIR})
