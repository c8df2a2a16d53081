"""A chunk on its way to many listeners."""

from auralis.streaming.chunk import Chunk
from auralis.streaming.codec import Codec
from auralis.streaming.framing import framed


class Packet:
    """A chunk, encoded and framed at most once in each wire form however many listeners share it.

    `sent_at` is the monotonic second at which it was broadcast, None if it is not live: repeated
    from the ring, or sent before it is due.
    """

    __slots__ = ("_encoded", "_framed", "_sample_rate", "chunk", "sent_at")

    def __init__(self, chunk: Chunk, sample_rate: int, sent_at: float | None = None) -> None:
        self.chunk = chunk
        self.sent_at = sent_at
        self._sample_rate = sample_rate
        self._encoded: dict[str, str | bytes] = {}
        self._framed: dict[str, bytes] = {}

    def encoded(self, codec: Codec) -> str | bytes:
        """Return the message in a wire form."""
        message = self._encoded.get(codec.subprotocol)
        if message is None:
            message = self._encoded[codec.subprotocol] = codec.encode(self.chunk, self._sample_rate)
        return message

    def framed(self, codec: Codec) -> bytes:
        """Return the message in a wire form as one WebSocket frame."""
        frame = self._framed.get(codec.subprotocol)
        if frame is None:
            frame = self._framed[codec.subprotocol] = framed(self.encoded(codec))
        return frame
