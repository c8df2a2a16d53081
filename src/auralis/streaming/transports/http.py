"""A station's stream over plain HTTP, to one listener."""

from collections.abc import AsyncIterator, Callable
from typing import Final

from auralis.core.units import CHUNKS_PER_SECOND, Frame, chunk_frames
from auralis.streaming.encoding import Encoding
from auralis.streaming.icy import IcyTitles
from auralis.streaming.listener import Listener
from auralis.streaming.packet import Packet

BURST: Final = 3 * CHUNKS_PER_SECOND
"""Chunks of what was just played that a listener gets at once, so that a player may begin to play."""


class HttpStream:
    """The bytes of one listener: what its form begins with, then each chunk as the listener gets it.

    `title(frame)` is what plays at a frame. With `titles`, which must be new, it is said inside the
    stream as well. Whoever takes parts slowly skips forward as the listener does.
    """

    def __init__(
        self,
        listener: Listener,
        encoding: Encoding,
        sample_rate: int,
        title: Callable[[Frame], str],
        titles: IcyTitles | None = None,
    ) -> None:
        self._listener = listener
        self._encoding = encoding
        self._rate = sample_rate
        self._title = title
        self._titles = titles

    async def parts(self) -> AsyncIterator[bytes]:
        """Yield the stream without end."""
        first = self._listener.cursor
        yield self._titled(self._encoding.codec.begin(self._rate, self._named(first)), first)
        while True:
            item = await self._listener.next()
            if isinstance(item, Packet):
                data = item.encoded(self._encoding.stream)
                yield self._titled(data if isinstance(data, bytes) else data.encode(), item.chunk.seq)

    def _titled(self, data: bytes, seq: int) -> bytes:
        return data if self._titles is None else self._titles.insert(data, self._named(seq))

    def _named(self, seq: int) -> str:
        return self._title(seq * chunk_frames(self._rate))
