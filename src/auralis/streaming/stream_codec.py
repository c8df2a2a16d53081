"""A form of the whole stream, encoded once for all listeners of a station."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auralis.core.units import CHUNKS_PER_SECOND
from auralis.streaming.chunk import Chunk
from auralis.streaming.encoder import Encoder, Recall


def joined(seq: int, packets: Sequence[bytes]) -> bytes:
    """Return packets one after the other, for forms whose packets frame themselves."""
    del seq
    return b"".join(packets)


@dataclass(frozen=True, slots=True)
class StreamCodec:
    """One file in `codecs/` each, as its `CODEC`; the name is the suffix of `/stream/main.mp3`.

    `encoder(sample_rate, recall)` returns a station's encoder. A listener's stream is
    `begin(sample_rate, title)`, then `frame(seq, packets)` of each chunk from any chunk on; both
    depend on their arguments alone. `bitrate` is kbit/s, None where it follows the music.

    A form that sockets have as well names its `subprotocol` and makes a `message` of a chunk.
    `history` is how many chunks before the first listener's present are encoded at once.
    """

    name: str
    media_type: str
    encoder: Callable[[int, Recall], Encoder]
    begin: Callable[[int, str], bytes]
    frame: Callable[[int, Sequence[bytes]], bytes] = joined
    bitrate: int | None = None
    history: int = 10 * CHUNKS_PER_SECOND
    subprotocol: str | None = None
    message: Callable[[Chunk, Sequence[bytes]], bytes] | None = None
