"""A chunk: one tenth of a second of wire PCM, with its number."""

from dataclasses import dataclass
from typing import Final

SILENT: Final = 1
"""Flag bit 0: the chunk is silent because something failed; it is no part of the recipe."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Chunk `seq` covers the station's frames [seq · rate/10, (seq + 1) · rate/10).

    `timestamp` is Unix seconds at which it was rendered; `pcm` is int16 little-endian LRLR.
    """

    seq: int
    timestamp: float
    flags: int
    pcm: bytes

    @property
    def silent(self) -> bool:
        """Whether the chunk is silence played because something failed."""
        return bool(self.flags & SILENT)
