"""What turns a station's chunks into packets."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from auralis.core.units import Pcm
from auralis.streaming.chunk import Chunk

Recall: TypeAlias = Callable[[int], Chunk | None]
"""Returns an earlier chunk by its number, None if it is not there any more."""


class Encoder(Protocol):
    """Encodes chunks for all listeners of a station at once; it may remember what came before."""

    def encode(self, chunk: Chunk) -> Sequence[bytes]:
        """Return the packets of a chunk. Their number depends on the chunk's number alone."""
        ...


class Stint(Protocol):
    """An encoder from its birth on: it hears PCM without gaps, and knows no numbers."""

    def encode(self, pcm: Pcm) -> Sequence[bytes]:
        """Return what is complete once int16 of shape (n, 2) was added; it may lag by a few packets."""
        ...
