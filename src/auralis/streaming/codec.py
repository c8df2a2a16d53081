"""A wire form of chunks."""

from collections.abc import Callable
from dataclasses import dataclass

from auralis.streaming.chunk import Chunk


@dataclass(frozen=True, slots=True)
class Codec:
    """Turns a chunk into one message; one file in `codecs/` each, as its `CODEC`.

    `subprotocol` is the WebSocket subprotocol that asks for it. `encode(chunk, sample_rate)` returns
    str for a text frame, bytes for a binary one, and keeps nothing between chunks, because one
    encoding is shared by all listeners, wherever they joined.
    """

    subprotocol: str
    encode: Callable[[Chunk, int], str | bytes]
